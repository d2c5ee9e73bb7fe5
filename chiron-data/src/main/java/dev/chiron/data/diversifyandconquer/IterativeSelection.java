package dev.chiron.data.diversifyandconquer;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Steps;
import dev.chiron.data.diversifyandconquer.ClusterWeights.Update;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Selection in rounds (Algorithm 1): each round draws its part of the budget by the clusters'
 * weights and, in a cluster, by quality; a model is trained on all drawn so far; clusters whose
 * references are better than the model's answers get more.
 *
 * <p>What small clusters cannot give is drawn again by weight. The released loop draws a k-th of
 * the budget too few, which is not copied.
 *
 * @param rounds 3 in the paper
 * @param qualityTemperature of the draw in a cluster
 * @param weightTemperature τ of the update
 */
public record IterativeSelection(
    int rounds, double qualityTemperature, Update update, double weightTemperature) {
  /** The paper's. */
  public static final IterativeSelection DEFAULT = new IterativeSelection(3, 1, Update.MULTIPLY, 1);

  /** Trains on what has been selected and says what is still to be learnt. */
  @FunctionalInterface
  public interface Feedback {
    /**
     * Scores what was drawn this round.
     *
     * @param selected all examples so far, which the model is trained on from its beginning
     * @param picked those of this round
     * @return for each picked one score(reference) − score(the model's answer): high where the
     *     model has not learnt good data
     */
    double[] of(int round, int[] selected, int[] picked);
  }

  /**
   * One round.
   *
   * @param scores mean of each cluster; NaN (in JSON a text) where it has no example in the round
   * @param weights of the next round
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Round(int[] picked, double[] scores, ClusterWeights weights) {}

  /**
   * Selects.
   *
   * @param assignment the cluster of each example
   * @param steps where finished rounds are remembered
   * @return the rounds; their picks are disjoint and sum to the budget
   */
  public List<Round> run(
      int[] assignment, double[] quality, int budget, Feedback feedback, Seeds seeds, Steps steps) {
    int clusters = Arrays.stream(assignment).max().orElse(0) + 1;
    boolean[] taken = new boolean[assignment.length];
    ClusterWeights weights = ClusterWeights.even(clusters);
    List<Round> done = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      int count = budget * (round + 1) / rounds - budget * round / rounds;
      int number = round;
      ClusterWeights before = weights;
      Round result =
          steps.step(
              "round " + round,
              Round.class,
              () -> {
                int[] picked =
                    pick(
                        assignment,
                        quality,
                        taken,
                        before.values(),
                        count,
                        seeds.generator("round " + number));
                int[] selected = selected(done, picked);
                double[] scores =
                    means(assignment, clusters, picked, feedback.of(number, selected, picked));
                return new Round(picked, scores, before.updated(scores, update, weightTemperature));
              });
      for (int i : result.picked()) {
        taken[i] = true;
      }
      weights = result.weights();
      done.add(result);
    }
    return done;
  }

  private static int[] selected(List<Round> done, int[] picked) {
    List<int[]> all = new ArrayList<>(done.stream().map(Round::picked).toList());
    all.add(picked);
    return all.stream().flatMapToInt(Arrays::stream).toArray();
  }

  private int[] pick(
      int[] assignment,
      double[] quality,
      boolean[] taken,
      double[] weights,
      int count,
      RandomGenerator random) {
    List<List<Integer>> left = ClusterSampling.members(assignment, weights.length);
    left.forEach(cluster -> cluster.removeIf(i -> taken[i]));
    int[] parts = new int[weights.length];
    for (int drawn = 0; drawn < count; drawn++) {
      double[] open = new double[weights.length];
      for (int c = 0; c < open.length; c++) {
        // A weight that has run to 0 still counts a little, so that the budget can be met.
        open[c] = parts[c] < left.get(c).size() ? Math.max(weights[c], 1e-12) : 0;
      }
      parts[drawn(open, random)]++;
    }
    List<Integer> picked = new ArrayList<>();
    for (int c = 0; c < parts.length; c++) {
      picked.addAll(
          ClusterSampling.byQuality(left.get(c), parts[c], quality, qualityTemperature, random));
    }
    return picked.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int drawn(double[] weights, RandomGenerator random) {
    double place = random.nextDouble() * Arrays.stream(weights).sum();
    int last = -1;
    for (int c = 0; c < weights.length; c++) {
      if (weights[c] > 0) {
        last = c;
        place -= weights[c];
        if (place < 0) {
          return c;
        }
      }
    }
    if (last < 0) {
      throw new IllegalArgumentException("the budget is larger than the pool");
    }
    return last;
  }

  private static double[] means(int[] assignment, int clusters, int[] picked, double[] scores) {
    double[] sums = new double[clusters];
    int[] counts = new int[clusters];
    for (int i = 0; i < picked.length; i++) {
      sums[assignment[picked[i]]] += scores[i];
      counts[assignment[picked[i]]]++;
    }
    for (int c = 0; c < clusters; c++) {
      sums[c] = counts[c] == 0 ? Double.NaN : sums[c] / counts[c];
    }
    return sums;
  }
}
