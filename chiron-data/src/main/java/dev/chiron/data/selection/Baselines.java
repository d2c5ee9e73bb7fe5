package dev.chiron.data.selection;

import dev.chiron.core.random.Seeds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** What every selector is compared with. */
public final class Baselines {
  private Baselines() {}

  /** Evenly by chance. */
  public static int[] random(Candidates candidates, int budget, Seeds seeds) {
    return Seeds.sample(
            IntStream.range(0, candidates.size()).boxed().toList(),
            budget,
            seeds.generator("random selection"))
        .stream()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The longest texts; of equals the first. */
  public static int[] longest(Candidates candidates, int budget, Seeds seeds) {
    return top(candidates.size(), budget, i -> candidates.lengths()[i]);
  }

  /** The best quality; of equals the first. */
  public static int[] quality(Candidates candidates, int budget, Seeds seeds) {
    return top(candidates.size(), budget, i -> candidates.quality()[i]);
  }

  /** The indices of the largest values. */
  static int[] top(int size, int budget, IntToDoubleFunction value) {
    return IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -value.applyAsDouble(i)))
        .limit(budget)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * k-center, greedily: after a first one by chance always the example that is farthest from all
   * that are chosen (Gonzalez 1985).
   */
  public static int[] kCenter(Candidates candidates, int budget, Seeds seeds) {
    float[][] points = candidates.embeddings();
    RandomGenerator random = seeds.generator("k-center");
    double[] nearest = new double[points.length];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    int[] chosen = new int[budget];
    int next = random.nextInt(points.length);
    for (int c = 0; c < budget; c++) {
      chosen[c] = next;
      nearest[next] = Double.NEGATIVE_INFINITY;
      int farthest = -1;
      for (int i = 0; i < points.length; i++) {
        if (nearest[i] != Double.NEGATIVE_INFINITY) {
          nearest[i] = Math.min(nearest[i], squaredDistance(points[i], points[next]));
          farthest = farthest < 0 || nearest[i] > nearest[farthest] ? i : farthest;
        }
      }
      next = farthest;
    }
    return chosen;
  }

  static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      double difference = (double) a[d] - b[d];
      sum += difference * difference;
    }
    return sum;
  }
}
