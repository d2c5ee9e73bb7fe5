package dev.chiron.core.metric;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The chance that one of {@code k} samples is right (Chen et al. 2021, arXiv 2107.03374), without
 * bias from {@code n ≥ k} samples of which {@code c} are right: 1 − C(n−c, k) / C(n, k).
 *
 * <p>The samples of an example are the answers that share its number; a sample is right if it
 * equals a reference as {@code exact-match} has it.
 */
public record PassAtK(int k) implements Metric {
  public PassAtK {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, not " + k);
    }
  }

  @Override
  public String name() {
    return "pass@k";
  }

  @Override
  public boolean isMean() {
    return false;
  }

  @Override
  public double score(Answered answer) {
    return answer.references().stream()
            .anyMatch(reference -> Normalization.same(answer.output(), reference))
        ? 1
        : 0;
  }

  @Override
  public double aggregate(List<Answered> answers) {
    Map<Integer, int[]> counts = new TreeMap<>();
    for (Answered answer : answers) {
      int[] count = counts.computeIfAbsent(answer.example(), example -> new int[2]);
      count[0]++;
      count[1] += (int) score(answer);
    }
    return counts.values().stream()
        .mapToDouble(count -> estimate(count[0], count[1], k))
        .average()
        .orElse(0);
  }

  /**
   * The estimate of one example, as the product 1 − Π (1 − k/i) over i = n−c+1 … n, which needs no
   * large binomials.
   *
   * @throws IllegalArgumentException unless 0 ≤ c ≤ n and 1 ≤ k ≤ n
   */
  public static double estimate(int n, int c, int k) {
    if (c < 0 || c > n || k < 1 || k > n) {
      throw new IllegalArgumentException(
          "pass@" + k + " needs at least " + k + " samples an example; here " + n);
    }
    if (n - c < k) {
      return 1;
    }
    double allWrong = 1;
    for (int i = n - c + 1; i <= n; i++) {
      allWrong *= 1 - (double) k / i;
    }
    return 1 - allWrong;
  }
}
