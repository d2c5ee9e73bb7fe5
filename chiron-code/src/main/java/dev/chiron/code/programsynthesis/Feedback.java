package dev.chiron.code.programsynthesis;

import dev.chiron.code.execution.ProgrammingTask;
import dev.chiron.code.execution.TestRun;
import java.util.Optional;

/** Who says in one sentence what is wrong with an attempt: a person, a simulated one, the tests. */
@FunctionalInterface
public interface Feedback {
  /** A hint; empty ends the dialog. */
  Optional<String> hint(ProgrammingTask task, String attempt, TestRun result);

  /**
   * What the tests themselves say: the first of the shown ones that fails, and how.
   *
   * @param testsShown hidden tests are not quoted
   */
  static Feedback automatic(int testsShown) {
    return (task, _, result) -> {
      int failed = result.firstFailure();
      String why = result.detail().isEmpty() ? "a wrong value" : result.detail();
      return failed >= 0 && failed < testsShown && task.header().isEmpty()
          ? Optional.of(why + " in " + task.tests().get(failed).strip())
          : Optional.of(why);
    };
  }
}
