package dev.chiron.core.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what two sequences share. */
final class Overlap {
  private Overlap() {}

  /** The size of the intersection of two multisets. */
  static <T> int common(List<T> left, List<T> right) {
    Map<T, Integer> counts = new HashMap<>();
    left.forEach(item -> counts.merge(item, 1, Integer::sum));
    int common = 0;
    for (T item : right) {
      Integer unmatched = counts.get(item);
      if (unmatched != null && unmatched > 0) {
        counts.put(item, unmatched - 1);
        common++;
      }
    }
    return common;
  }

  /** The length of the longest common subsequence. */
  static <T> int longestCommonSubsequence(List<T> left, List<T> right) {
    int[] row = new int[right.size() + 1];
    for (T item : left) {
      int diagonal = 0;
      for (int j = 1; j <= right.size(); j++) {
        int above = row[j];
        row[j] = item.equals(right.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
        diagonal = above;
      }
    }
    return row[right.size()];
  }

  /** The harmonic mean of shared/left and shared/right; 0 if nothing is shared. */
  static double f1(int shared, int left, int right) {
    return shared == 0 ? 0 : 2.0 * shared / (left + right);
  }
}
