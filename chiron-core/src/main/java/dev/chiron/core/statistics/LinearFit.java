package dev.chiron.core.statistics;

import java.util.Arrays;

/**
 * The line of least squares through pairs, y = slope · x + intercept.
 *
 * @param slope 0 where x never changes
 * @param intercept y at x = 0
 * @param correlation Pearson's coefficient, from -1 to 1; 0 where x or y never changes
 */
public record LinearFit(double slope, double intercept, double correlation) {
  /**
   * The line through (x[i], y[i]).
   *
   * @throws IllegalArgumentException if there are not as many of one as of the other, or fewer than
   *     two
   */
  public static LinearFit of(double[] x, double[] y) {
    if (x.length != y.length || x.length < 2) {
      throw new IllegalArgumentException(x.length + " values with " + y.length);
    }
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    double slope = xx == 0 ? 0 : xy / xx;
    double correlation = xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
    return new LinearFit(slope, meanY - slope * meanX, correlation);
  }

  /** The share of y's variance that the line explains, R². */
  public double determination() {
    return correlation * correlation;
  }
}
