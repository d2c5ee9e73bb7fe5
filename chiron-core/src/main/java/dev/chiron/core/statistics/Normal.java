package dev.chiron.core.statistics;

/** The standard normal distribution. */
public final class Normal {
  /** Beyond this the tail is below the smallest double that can be told from 1. */
  private static final double FAR = 38;

  private Normal() {}

  /** P(Z ≤ z), to about 1e-15 absolutely. */
  public static double cdf(double z) {
    if (z > 0) {
      return 1 - cdf(-z);
    }
    if (z < -FAR) {
      return 0;
    }
    return z > -3 ? 0.5 - series(-z) : tail(-z);
  }

  /**
   * The z with P(Z ≤ z) = p, by bisection.
   *
   * @param p in (0, 1); 0 and 1 give the infinities
   */
  public static double quantile(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("a probability is in [0, 1], not " + p);
    }
    if (p == 0 || p == 1) {
      return p == 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (p > 0.5) {
      return -quantile(1 - p);
    }
    double low = -FAR;
    double high = 0;
    for (double middle = low / 2; middle > low && middle < high; middle = (low + high) / 2) {
      if (cdf(middle) < p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double density(double z) {
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  /** P(0 ≤ Z ≤ z) = φ(z) · (z + z³/3 + z⁵/(3·5) + …). */
  private static double series(double z) {
    double term = z;
    double sum = z;
    for (int i = 3; term > sum * 1e-17; i += 2) {
      term *= z * z / i;
      sum += term;
    }
    return density(z) * sum;
  }

  /** P(Z ≥ z) = φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))), from the inside out. */
  private static double tail(double z) {
    double fraction = z;
    for (int i = 200; i >= 1; i--) {
      fraction = z + i / fraction;
    }
    return density(z) / fraction;
  }
}
