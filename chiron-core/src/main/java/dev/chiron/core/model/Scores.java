package dev.chiron.core.model;

import java.util.List;

/**
 * How likely a continuation is after a prompt.
 *
 * @param tokenLogProbabilities natural logarithms, one for each token of the continuation
 */
public record Scores(List<Double> tokenLogProbabilities, Usage usage) {
  public Scores {
    tokenLogProbabilities = List.copyOf(tokenLogProbabilities);
  }

  /** log p(continuation | prompt). */
  public double sum() {
    return tokenLogProbabilities.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The mean over tokens: what length normalisation compares; minus infinity without tokens. */
  public double mean() {
    return tokenLogProbabilities.isEmpty()
        ? Double.NEGATIVE_INFINITY
        : sum() / tokenLogProbabilities.size();
  }
}
