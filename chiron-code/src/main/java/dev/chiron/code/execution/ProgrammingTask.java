package dev.chiron.code.execution;

import dev.chiron.core.program.Language;
import java.util.List;

/**
 * A problem whose solution is a program.
 *
 * @param text what is wanted, in words
 * @param header code with which every solution begins, such as a signature with its documentation;
 *     empty where a solution is whole by itself
 * @param reference a right solution without the header; empty if none is known
 * @param setup code that is run after the solution and before the tests
 * @param tests statements that raise an error if the solution is wrong
 * @param challengeTests more of them, which no prompt shows
 */
public record ProgrammingTask(
    String id,
    Language language,
    String text,
    String header,
    String reference,
    String setup,
    List<String> tests,
    List<String> challengeTests) {
  public ProgrammingTask {
    tests = List.copyOf(tests);
    challengeTests = List.copyOf(challengeTests);
  }
}
