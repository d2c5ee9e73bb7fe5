package dev.chiron.code.programsynthesis;

import java.util.List;

/**
 * What was tried for one problem.
 *
 * @param samples without hints
 * @param hints that were given, in order
 * @param solvedAfter the number of hints after which a program solved it, 0 for none needed; -1 if
 *     none did
 * @param tokens that the model was asked and answered
 */
public record TaskResult(
    String id, List<Sample> samples, List<String> hints, int solvedAfter, long tokens) {
  public TaskResult {
    samples = List.copyOf(samples);
    hints = List.copyOf(hints);
  }

  /** How many samples solve it. */
  public int solving() {
    return (int) samples.stream().filter(Sample::solves).count();
  }
}
