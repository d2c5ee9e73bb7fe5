package dev.chiron.data.diversifyandconquer;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.retrieval.KMeans;
import dev.chiron.data.selection.Candidates;
import dev.chiron.data.selection.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * k-means selection (sections 3.1 and 3.2): the pool is clustered, each cluster gets its part of
 * the budget, and its part is drawn in it.
 *
 * @param clusters k, at most the budget
 * @param restarts of k-means; 5 in the released code
 */
public record ClusterSampling(int clusters, int restarts, Allocation allocation, Draw draw)
    implements Selector {
  /** How a cluster's part is drawn; always without replacement. */
  public sealed interface Draw {
    /** kM-Random: evenly. */
    record Even() implements Draw {}

    /** kM-Closest: the examples nearest to the centroid. */
    record Closest() implements Draw {}

    /**
     * kMQ: with probability proportional to exp(q / temperature). The paper's text draws with
     * replacement, its code without.
     *
     * @param temperature 1 in the paper, for qualities from 1 to 6
     */
    record Quality(double temperature) implements Draw {
      public Quality {
        if (!(temperature > 0)) {
          throw new InputException("temperature: must be above 0, not " + temperature);
        }
      }
    }
  }

  @Override
  public int[] select(Candidates candidates, int budget, Seeds seeds) {
    if (clusters < 1 || clusters > Math.min(budget, candidates.size())) {
      throw new InputException(
          "clusters: "
              + clusters
              + " is not from 1 to "
              + Math.min(budget, candidates.size())
              + ", so that every cluster can give an example");
    }
    float[][] points = candidates.embeddings();
    KMeans found = KMeans.best(points, clusters, restarts, seeds.child("clusters"));
    List<List<Integer>> members = members(found.assignment(), found.clusters());
    int[] parts = allocation.of(members.stream().mapToInt(List::size).toArray(), budget);
    List<Integer> chosen = new ArrayList<>();
    RandomGenerator random = seeds.generator("draws");
    for (int c = 0; c < parts.length; c++) {
      List<Integer> cluster = members.get(c);
      switch (draw) {
        case Draw.Even _ -> chosen.addAll(Seeds.sample(cluster, parts[c], random));
        case Draw.Closest _ ->
            cluster.stream()
                .sorted(Comparator.comparingDouble(i -> found.squaredDistance(points, i)))
                .limit(parts[c])
                .forEach(chosen::add);
        case Draw.Quality(double temperature) ->
            chosen.addAll(byQuality(cluster, parts[c], candidates.quality(), temperature, random));
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The examples of each cluster, ascending. */
  static List<List<Integer>> members(int[] assignment, int clusters) {
    List<List<Integer>> members = new ArrayList<>();
    for (int c = 0; c < clusters; c++) {
      members.add(new ArrayList<>());
    }
    for (int i = 0; i < assignment.length; i++) {
      members.get(assignment[i]).add(i);
    }
    return members;
  }

  /**
   * Draws one after the other with probability proportional to exp(q / temperature) of those that
   * are left. Adding Gumbel noise to each q / temperature and taking the largest is the same (Kool
   * et al., 2019), and overflows for no q.
   */
  static List<Integer> byQuality(
      List<Integer> cluster,
      int count,
      double[] quality,
      double temperature,
      RandomGenerator random) {
    record Keyed(int example, double key) {}
    return cluster.stream()
        .map(
            i ->
                new Keyed(
                    i, quality[i] / temperature - Math.log(-Math.log(1 - random.nextDouble()))))
        .sorted(Comparator.comparingDouble(Keyed::key).reversed())
        .limit(count)
        .map(Keyed::example)
        .toList();
  }
}
