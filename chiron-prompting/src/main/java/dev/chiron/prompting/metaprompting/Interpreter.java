package dev.chiron.prompting.metaprompting;

import dev.chiron.core.error.InputException;
import dev.chiron.core.program.Language;
import dev.chiron.core.program.Limits;
import dev.chiron.core.program.Outcome;
import dev.chiron.core.program.Program;
import dev.chiron.core.program.ProgramRunner;
import dev.chiron.core.program.ProgramRunnerProvider;
import dev.chiron.core.program.ProgramRunners;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the Python programs of an expert and says in words what became of them; a failure is an
 * output like any other. The sandbox is opened for the first program. Safe for use by many threads.
 */
public final class Interpreter implements AutoCloseable {
  /** 3 seconds, as in the paper's scaffold. */
  public static final Limits LIMITS = Limits.strict().within(Duration.ofSeconds(3));

  /** Characters of an output that are shown: more would fill the conductor's context. */
  static final int MOST_SHOWN = 10_000;

  private final Supplier<ProgramRunner> opening;
  private final Limits limits;
  private @Nullable ProgramRunner runner;

  /**
   * An interpreter.
   *
   * @param opening opens the sandbox; an {@link InputException} says why there is none
   */
  public Interpreter(Supplier<ProgramRunner> opening, Limits limits) {
    this.opening = opening;
    this.limits = limits;
  }

  /** The safest sandbox for Python that this machine allows, with the paper's limit in time. */
  public static Interpreter python() {
    return new Interpreter(() -> ProgramRunners.open(Language.PYTHON), LIMITS);
  }

  /** Why no Python program can be run here, in words; empty if one can. */
  public static Optional<String> obstacle() {
    List<String> obstacles = new ArrayList<>();
    for (ProgramRunnerProvider provider : ProgramRunners.providers()) {
      Optional<String> obstacle = provider.obstacle(Language.PYTHON);
      if (obstacle.isEmpty()) {
        return Optional.empty();
      }
      obstacles.add(provider.name() + ": " + obstacle.get());
    }
    return Optional.of(
        obstacles.isEmpty() ? "no sandbox is on the class path" : String.join("; ", obstacles));
  }

  /** What a program printed, or why it printed nothing. */
  String run(String source) {
    Outcome outcome;
    try {
      outcome = opened().run(Program.of(Language.PYTHON, source), limits);
    } catch (InputException | IllegalStateException e) {
      return "Programs cannot be run here: " + e.getMessage();
    }
    String printed = outcome.stdout().isBlank() ? outcome.stderr() : outcome.stdout();
    return switch (outcome.verdict()) {
      case OK -> printed.isBlank() ? "The program ended and printed nothing." : shown(printed);
      case TIMEOUT ->
          "The program took too long: it was stopped after "
              + limits.wall().toMillis() / 1000.0
              + " seconds.";
      case OUTPUT -> shown(printed);
      case DOES_NOT_COMPILE, FAILED, MEMORY, FORBIDDEN, CRASH ->
          shown(
              (outcome.stdout().isBlank() ? "" : outcome.stdout().strip() + "\n")
                  + "The program failed: "
                  + outcome.detail());
    };
  }

  private static String shown(String output) {
    String text = output.strip();
    return text.length() <= MOST_SHOWN
        ? text
        : text.substring(0, MOST_SHOWN)
            + "\n(The rest of the output is left out: it is longer than "
            + MOST_SHOWN
            + " characters.)";
  }

  private synchronized ProgramRunner opened() {
    if (runner == null) {
      runner = opening.get();
    }
    return runner;
  }

  @Override
  public synchronized void close() {
    if (runner != null) {
      runner.close();
      runner = null;
    }
  }
}
