package dev.chiron.code.execution;

import java.util.List;

/**
 * What became of one solution.
 *
 * @param detail why it does not solve the problem, in one line: an exception's name and message, or
 *     the compiler's; empty if it does
 * @param passed for each test whether it passed; tests that were not reached have not
 */
public record TestRun(ErrorClass error, String detail, List<Boolean> passed) {
  public TestRun {
    passed = List.copyOf(passed);
  }

  public boolean solved() {
    return error == ErrorClass.SOLVED;
  }

  /** How many tests passed. */
  public int passes() {
    return (int) passed.stream().filter(each -> each).count();
  }

  /** The first test that did not pass; -1 if all did. */
  public int firstFailure() {
    return passed.indexOf(false);
  }
}
