package dev.chiron.core.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/** How two measured things go together. */
public final class Correlation {
  private Correlation() {}

  /**
   * Pearson's coefficient, from -1 to 1; 0 where one of them never changes.
   *
   * @throws IllegalArgumentException if there are not as many of one as of the other, or fewer than
   *     two
   */
  public static double pearson(double[] x, double[] y) {
    return LinearFit.of(x, y).correlation();
  }

  /** Spearman's coefficient: Pearson's of the ranks, equal values sharing the mean of theirs. */
  public static double spearman(double[] x, double[] y) {
    return pearson(ranks(x), ranks(y));
  }

  private static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < order.length) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
