package dev.chiron.bench.sandbox;

import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import dev.chiron.core.program.Outcome;
import dev.chiron.core.program.Program;
import dev.chiron.core.program.ProgramRunner;
import dev.chiron.core.program.ProgramRunners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures short programs, each with an assertion and a line of output, as the tests of programming
 * problems are. Programs are different, so that nothing is remembered.
 */
public final class SandboxBenchmark {
  private static final int WARMUP = 3;
  private static final Limits LIMITS = Limits.strict().within(Duration.ofMinutes(1));
  private static final Pattern BUSY =
      Pattern.compile("(?m)^cpu +(\\d+) (\\d+) (\\d+) \\d+ \\d+ (\\d+) (\\d+)");

  private SandboxBenchmark() {}

  /**
   * @param sandbox the kind of sandbox; empty for the safest
   * @param threads programs at the same time
   */
  public record Shapes(Language language, String sandbox, int programs, int threads) {}

  /**
   * @param isolation what ran them
   * @param wallSeconds for all programs
   * @param machineCpuSeconds processor time of the whole machine meanwhile, this JVM and other work
   *     included; 0 where the system does not tell
   */
  public record Outcomes(
      Shapes shapes, String isolation, double wallSeconds, double machineCpuSeconds) {
    public double programsPerMinute() {
      return 60 * shapes.programs / wallSeconds;
    }

    /** Of the wall clock, when each thread has a core. */
    public double programsPerMinuteAndThread() {
      return programsPerMinute() / shapes.threads;
    }
  }

  /**
   * Runs the benchmark.
   *
   * @throws IllegalStateException if a program does not do what it should
   */
  public static Outcomes run(Shapes shapes) {
    try (ProgramRunner runner =
        shapes.sandbox.isEmpty()
            ? ProgramRunners.open(shapes.language)
            : ProgramRunners.open(shapes.language, shapes.sandbox)) {
      all(runner, shapes, WARMUP);
      double cpu = machineCpuSeconds();
      long start = System.nanoTime();
      all(runner, shapes, shapes.programs);
      double wall = (System.nanoTime() - start) / 1e9;
      return new Outcomes(shapes, runner.isolation(), wall, machineCpuSeconds() - cpu);
    }
  }

  private static void all(ProgramRunner runner, Shapes shapes, int count) {
    try (ExecutorService threads = Executors.newFixedThreadPool(shapes.threads)) {
      List<Callable<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Program program = Program.of(shapes.language, source(shapes.language, i));
        calls.add(() -> runner.run(program, LIMITS));
      }
      List<Future<Outcome>> outcomes = threads.invokeAll(calls);
      for (int i = 0; i < count; i++) {
        Outcome outcome = outcomes.get(i).get();
        if (!outcome.ok() || !outcome.stdout().strip().equals(Integer.toString(i * (i + 1) / 2))) {
          throw new IllegalStateException("program " + i + " did not do its work: " + outcome);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while programs were running", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the sandbox failed", e);
    }
  }

  private static String source(Language language, int i) {
    return switch (language) {
      case PYTHON ->
          """
          def total(n):
              return sum(range(n + 1))
          assert total(4) == 10
          print(total(%d))
          """
              .formatted(i);
      case JAVASCRIPT ->
          """
          const total = n => n * (n + 1) / 2;
          if (total(4) !== 10) throw new Error('total');
          console.log(total(%d));
          """
              .formatted(i);
      case JAVA ->
          """
          class Main {
            static int total(int n) {
              return n == 0 ? 0 : n + total(n - 1);
            }

            public static void main(String[] arguments) {
              if (total(4) != 10) throw new AssertionError();
              System.out.println(total(%d));
            }
          }
          """
              .formatted(i);
    };
  }

  /** Of Linux, in its ticks of a hundredth of a second. */
  private static double machineCpuSeconds() {
    try {
      Matcher busy = BUSY.matcher(Files.readString(Path.of("/proc/stat")));
      double ticks = 0;
      if (busy.find()) {
        for (int group = 1; group <= busy.groupCount(); group++) {
          ticks += Double.parseDouble(busy.group(group));
        }
      }
      return ticks / 100;
    } catch (IOException e) {
      return 0;
    }
  }
}
