package dev.chiron.nn.generation;

import java.util.Set;

/**
 * How to search with beams.
 *
 * @param beams unfinished texts that are carried on, and finished ones that are kept
 * @param maxTokens the most tokens of a completion, its end token included
 * @param lengthPenalty α: a completion of n tokens scores ln p / n^α; 0 compares plain
 *     probabilities, 1 means per token, above 1 favours long ones
 * @param endTokens end a completion; one counts as a token of it but is not given back
 */
public record BeamOptions(
    int beams,
    int maxTokens,
    double lengthPenalty,
    Set<Integer> endTokens,
    LogitsProcessor processor) {
  public BeamOptions {
    endTokens = Set.copyOf(endTokens);
    if (beams < 1 || maxTokens < 1 || !Double.isFinite(lengthPenalty)) {
      throw new IllegalArgumentException(
          "beams and maxTokens must be at least 1 and the length penalty finite, not %d, %d, %s"
              .formatted(beams, maxTokens, lengthPenalty));
    }
  }

  /** Compares completions by their mean log-probability. */
  public BeamOptions(int beams, int maxTokens, Set<Integer> endTokens) {
    this(beams, maxTokens, 1, endTokens, LogitsProcessor.NONE);
  }

  double score(double logProbability, int length) {
    return logProbability / Math.pow(length, lengthPenalty);
  }

  /** No completion of an unfinished text scores more: probabilities only fall with length. */
  double bound(double logProbability, int length) {
    return score(logProbability, lengthPenalty > 0 ? maxTokens : Math.min(length + 1, maxTokens));
  }
}
