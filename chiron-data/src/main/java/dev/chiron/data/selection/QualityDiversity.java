package dev.chiron.data.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The two greedy ways of weighing quality against diversity that kMQ is compared with. */
public final class QualityDiversity {
  /** Of squared Euclidean distance between unit vectors, as the released code has it. */
  public static final double DEITA_DISTANCE = 0.9;

  private QualityDiversity() {}

  /**
   * Deita (Liu et al., 2024, arXiv 2312.15685): by falling quality, an example is taken if the
   * nearest one taken is farther than a threshold. What is missing in the end is filled up by
   * quality.
   */
  public static Selector deita(double squaredDistance) {
    return (candidates, budget, seeds) -> {
      float[][] points = candidates.embeddings();
      int[] byQuality = Baselines.quality(candidates, candidates.size(), seeds);
      List<Integer> chosen = new ArrayList<>();
      List<Integer> passed = new ArrayList<>();
      for (int i : byQuality) {
        boolean far =
            chosen.stream()
                .allMatch(j -> Baselines.squaredDistance(points[i], points[j]) > squaredDistance);
        (far && chosen.size() < budget ? chosen : passed).add(i);
      }
      passed.stream().limit(budget - chosen.size()).forEach(chosen::add);
      return chosen.stream().mapToInt(Integer::intValue).toArray();
    };
  }

  /**
   * QDIT (Bukharin and Zhao, 2023, arXiv 2311.14736): greedily the example with the largest (1 − α)
   * · Σ_v max(cos(v, a) over the chosen a and it) + α · quality. Lazy: a gain that was computed
   * before is a bound, since facility location has falling gains.
   *
   * @param alpha 1 for the best quality alone, 0 for facility location
   */
  public static Selector qdit(double alpha) {
    return (candidates, budget, seeds) -> lazyGreedy(candidates, budget, alpha);
  }

  private record Bound(int example, double gain, int round) implements Comparable<Bound> {
    @Override
    public int compareTo(Bound other) {
      int byGain = Double.compare(other.gain, gain);
      return byGain != 0 ? byGain : Integer.compare(example, other.example);
    }
  }

  private static int[] lazyGreedy(Candidates candidates, int budget, double alpha) {
    float[][] unit = unit(candidates.embeddings());
    double[] covered = new double[unit.length];
    PriorityQueue<Bound> queue = new PriorityQueue<>();
    for (int i = 0; i < unit.length; i++) {
      queue.add(new Bound(i, gain(unit, covered, candidates.quality(), alpha, i), 0));
    }
    int[] chosen = new int[budget];
    for (int c = 0; c < budget; c++) {
      Bound best = queue.remove();
      while (best.round() < c) {
        queue.add(
            new Bound(
                best.example(),
                gain(unit, covered, candidates.quality(), alpha, best.example()),
                c));
        best = queue.remove();
      }
      chosen[c] = best.example();
      for (int v = 0; v < unit.length; v++) {
        covered[v] = Math.max(covered[v], dot(unit[v], unit[best.example()]));
      }
    }
    return chosen;
  }

  /** What an example adds; cosines below 0 cover nothing. */
  private static double gain(
      float[][] unit, double[] covered, double[] quality, double alpha, int example) {
    double sum = 0;
    for (int v = 0; alpha < 1 && v < unit.length; v++) {
      sum += Math.max(0, dot(unit[v], unit[example]) - covered[v]);
    }
    return (1 - alpha) * sum + alpha * quality[example];
  }

  private static float[][] unit(float[][] points) {
    float[][] unit = new float[points.length][];
    for (int i = 0; i < points.length; i++) {
      double norm = Math.sqrt(dot(points[i], points[i]));
      unit[i] = points[i].clone();
      for (int d = 0; d < unit[i].length; d++) {
        unit[i][d] = (float) (unit[i][d] / norm);
      }
    }
    return unit;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += (double) a[d] * b[d];
    }
    return sum;
  }
}
