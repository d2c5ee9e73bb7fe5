package dev.chiron.bench.micro;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this package, each in a process of its own. */
public final class MicroBenchmarks {

  private MicroBenchmarks() {}

  /**
   * What was measured.
   *
   * @param name class and method, such as {@code TokenizerBenchmark.encode}
   * @param score the mean
   * @param error half of the 99.9 % interval; not a number with fewer than two measurements
   * @param unit such as {@code us/op}
   * @param ideal the least that the task itself takes, in the unit; 0 where there is none
   */
  public record Outcome(String name, double score, double error, String unit, double ideal) {}

  /**
   * Measures.
   *
   * @param include a regular expression that a part of a benchmark's name matches
   * @param tokenizer the {@code tokenizer.json} that texts are encoded with
   * @param seconds of each of the five warm-up and the five measured iterations
   * @throws IllegalStateException if a benchmark fails, or none is called so
   */
  public static List<Outcome> run(String include, Path tokenizer, double seconds) {
    TimeValue time = TimeValue.milliseconds(Math.round(1000 * seconds));
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(MicroBenchmarks.class.getPackageName() + ".*" + include)
        .param("tokenizer", tokenizer.toAbsolutePath().toString())
        .forks(1)
        .warmupTime(time)
        .measurementTime(time)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
    try {
      Collection<RunResult> results = new Runner(options.build()).run();
      return results.stream().map(MicroBenchmarks::outcome).toList();
    } catch (RunnerException e) {
      throw new IllegalStateException("the benchmarks cannot be run: " + e.getMessage(), e);
    }
  }

  private static Outcome outcome(RunResult run) {
    String label = run.getParams().getBenchmark();
    String name = label.substring(MicroBenchmarks.class.getPackageName().length() + 1);
    Result<?> primary = run.getPrimaryResult();
    boolean remote = name.startsWith(RemoteCallsBenchmark.class.getSimpleName());
    return new Outcome(
        name,
        primary.getScore(),
        primary.getScoreError(),
        primary.getScoreUnit(),
        remote ? RemoteCallsBenchmark.IDEAL_MILLISECONDS : 0);
  }
}
