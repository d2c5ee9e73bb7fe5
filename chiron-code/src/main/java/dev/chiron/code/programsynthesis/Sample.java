package dev.chiron.code.programsynthesis;

import dev.chiron.code.execution.ErrorClass;

/**
 * One program that was tried.
 *
 * @param program as it was run; empty if none was found in the completion
 * @param passed how many tests it passed
 * @param challenged whether it passed the challenge tests too; true where there are none, false
 *     where it does not solve the problem
 * @param literal whether it holds the expected value of every shown test and so may have learned
 *     them by heart
 */
public record Sample(
    String program,
    ErrorClass error,
    String detail,
    int passed,
    boolean challenged,
    boolean literal) {
  public boolean solves() {
    return error == ErrorClass.SOLVED;
  }

  /** Solves what was shown and not what was meant. */
  public boolean overfits() {
    return solves() && (!challenged || literal);
  }
}
