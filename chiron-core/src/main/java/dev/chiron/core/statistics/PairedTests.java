package dev.chiron.core.statistics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Two-sided tests of whether two predictors differ on the same examples. Each gives a p-value in
 * (0, 1].
 */
public final class PairedTests {
  /** Up to this many differences every assignment of signs is tried: 2¹⁶ of them. */
  private static final int MOST_FOR_EXACT = 16;

  private PairedTests() {}

  /**
   * McNemar's test with the exact binomial distribution: of the examples on which exactly one is
   * right, each is equally likely to be the one.
   *
   * @param onlyFirst examples that only the first gets right
   * @param onlySecond examples that only the second gets right
   */
  public static double mcNemar(int onlyFirst, int onlySecond) {
    int n = onlyFirst + onlySecond;
    int fewer = Math.min(onlyFirst, onlySecond);
    double logChoose = 0;
    double tail = 0;
    for (int i = 0; i <= fewer; i++) {
      tail += Math.exp(logChoose - n * Math.log(2));
      logChoose += Math.log(n - i) - Math.log(i + 1);
    }
    return Math.min(1, 2 * tail);
  }

  /**
   * The sign-flip permutation test of the mean difference: under the null hypothesis each
   * difference is as likely with either sign. Differences of zero change nothing and are left out.
   * Exact for up to 16 others; beyond, the share among {@code flips} random assignments with the
   * observed one added, which keeps the test valid (Phipson and Smyth 2010).
   *
   * @param differences score of the first minus score of the second, for each example
   */
  public static double signFlip(double[] differences, int flips, RandomGenerator random) {
    double[] nonzero = Arrays.stream(differences).filter(d -> d != 0).toArray();
    double observed = Math.abs(Arrays.stream(nonzero).sum());
    // Sums in another order may differ in the last digits; such are ties.
    double threshold = observed - 1e-9 * Math.max(1, observed);
    if (nonzero.length <= MOST_FOR_EXACT) {
      long assignments = 1L << nonzero.length;
      long extreme = 0;
      for (long signs = 0; signs < assignments; signs++) {
        extreme += Math.abs(signedSum(nonzero, signs)) >= threshold ? 1 : 0;
      }
      return (double) extreme / assignments;
    }
    long extreme = 1;
    for (int flip = 0; flip < flips; flip++) {
      double sum = 0;
      for (double difference : nonzero) {
        sum += random.nextBoolean() ? difference : -difference;
      }
      extreme += Math.abs(sum) >= threshold ? 1 : 0;
    }
    return (double) extreme / (flips + 1);
  }

  /**
   * The paired bootstrap test: resamples examples and counts how often the difference, moved to
   * have the mean that the null hypothesis says (none), is at least as large as the observed one.
   *
   * @param size how many examples
   * @param difference of the two predictors' statistics on the examples with the given indices
   */
  public static double bootstrap(
      int size, ToDoubleFunction<int[]> difference, int resamples, RandomGenerator random) {
    int[] indices = new int[size];
    Arrays.setAll(indices, i -> i);
    double observed = difference.applyAsDouble(indices);
    long extreme = 1;
    for (int r = 0; r < resamples; r++) {
      for (int i = 0; i < size; i++) {
        indices[i] = random.nextInt(size);
      }
      double centred = difference.applyAsDouble(indices) - observed;
      extreme += Math.abs(centred) >= Math.abs(observed) - 1e-12 ? 1 : 0;
    }
    return (double) extreme / (resamples + 1);
  }

  private static double signedSum(double[] values, long signs) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += ((signs >> i) & 1) == 0 ? values[i] : -values[i];
    }
    return sum;
  }
}
