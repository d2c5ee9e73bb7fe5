package dev.chiron.bench.init;

import java.util.Arrays;

/**
 * The mean of a few paired differences with its 95 % interval by Student's t.
 *
 * @param low end of the interval
 * @param high end of the interval
 */
record PairedMean(double mean, double low, double high) {
  /** The 97.5 % quantiles of Student's t for 1 to 9 degrees of freedom. */
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262
  };

  static PairedMean of(double[] differences) {
    int n = differences.length;
    if (n < 2 || n > T.length + 1) {
      throw new IllegalArgumentException("2 to 10 differences, not " + n);
    }
    double mean = Arrays.stream(differences).average().orElseThrow();
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    double half = T[n - 2] * Math.sqrt(squares / (n - 1) / n);
    return new PairedMean(mean, mean - half, mean + half);
  }
}
