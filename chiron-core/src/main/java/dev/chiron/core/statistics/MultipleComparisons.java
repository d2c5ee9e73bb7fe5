package dev.chiron.core.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Corrections for asking many questions at once. */
public final class MultipleComparisons {
  private MultipleComparisons() {}

  /**
   * The adjusted p-values of Benjamini and Hochberg (1995): rejecting those at most q keeps the
   * expected share of false rejections at most q. Of the i-th smallest of m, it is the minimum over
   * j ≥ i of p₍ⱼ₎ · m / j, at most 1.
   *
   * @return in the order given
   */
  public static double[] benjaminiHochberg(double[] pValues) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < pValues.length; i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble(i -> pValues[i]));
    double[] adjusted = new double[pValues.length];
    double least = 1;
    for (int rank = pValues.length; rank >= 1; rank--) {
      int index = order.get(rank - 1);
      least = Math.min(least, pValues[index] * pValues.length / rank);
      adjusted[index] = least;
    }
    return adjusted;
  }
}
