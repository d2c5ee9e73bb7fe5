package dev.chiron.core.retrieval;

import dev.chiron.core.random.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * k-means with k-means++ seeding (Lloyd 1982; Arthur and Vassilvitskii 2007), by squared Euclidean
 * distance.
 */
public final class KMeans {
  private static final int MOST_ROUNDS = 50;
  private static final int MOST_ROUNDS_OF_BEST = 300;

  private final double[][] centroids;
  private final int[] assignment;

  private KMeans(double[][] centroids, int[] assignment) {
    this.centroids = centroids;
    this.assignment = assignment;
  }

  /** Clusters points, [points, dimension]; at least one. */
  public static KMeans of(float[][] points, int clusters, RandomGenerator random) {
    return of(points, clusters, MOST_ROUNDS, random);
  }

  /**
   * The clustering of the least inertia of several, each from its own start; the same seeds give
   * the same clusters.
   */
  public static KMeans best(float[][] points, int clusters, int restarts, Seeds seeds) {
    KMeans best = of(points, clusters, MOST_ROUNDS_OF_BEST, seeds.generator("k-means restart 0"));
    for (int restart = 1; restart < restarts; restart++) {
      KMeans other =
          of(points, clusters, MOST_ROUNDS_OF_BEST, seeds.generator("k-means restart " + restart));
      best = other.inertia(points) < best.inertia(points) ? other : best;
    }
    return best;
  }

  static KMeans of(float[][] points, int clusters, int rounds, RandomGenerator random) {
    double[][] centroids = seeded(points, Math.min(clusters, points.length), random);
    int[] assignment = new int[points.length];
    Arrays.fill(assignment, -1);
    for (int round = 0; round < rounds && assign(points, centroids, assignment); round++) {
      move(points, centroids, assignment);
    }
    return new KMeans(centroids, assignment);
  }

  /** How many clusters; fewer than asked for where there are fewer distinct points. */
  public int clusters() {
    return centroids.length;
  }

  /** The cluster of a point. */
  public int cluster(int point) {
    return assignment[point];
  }

  /** The cluster of every point. */
  public int[] assignment() {
    return assignment.clone();
  }

  /** The squared distance of a point from the centroid of its cluster. */
  public double squaredDistance(float[][] points, int point) {
    return distance(points[point], centroids[assignment[point]]);
  }

  /** The sum of the squared distances of all points: what is minimised. */
  public double inertia(float[][] points) {
    double sum = 0;
    for (int i = 0; i < points.length; i++) {
      sum += squaredDistance(points, i);
    }
    return sum;
  }

  /** For each cluster the index of the point nearest to its centroid; empty clusters have none. */
  public int[] representatives(float[][] points) {
    int[] best = new int[centroids.length];
    double[] least = new double[centroids.length];
    Arrays.fill(best, -1);
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int i = 0; i < points.length; i++) {
      int cluster = assignment[i];
      double distance = distance(points[i], centroids[cluster]);
      if (distance < least[cluster]) {
        least[cluster] = distance;
        best[cluster] = i;
      }
    }
    return Arrays.stream(best).filter(i -> i >= 0).toArray();
  }

  private static double[][] seeded(float[][] points, int clusters, RandomGenerator random) {
    double[][] centroids = new double[clusters][];
    double[] nearest = new double[points.length];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    int next = random.nextInt(points.length);
    for (int c = 0; c < clusters; c++) {
      centroids[c] = wide(points[next]);
      double total = 0;
      for (int i = 0; i < points.length; i++) {
        nearest[i] = Math.min(nearest[i], distance(points[i], centroids[c]));
        total += nearest[i];
      }
      if (total == 0) {
        return Arrays.copyOf(centroids, c + 1);
      }
      double draw = random.nextDouble() * total;
      next = 0;
      for (int i = 0; i < points.length && draw >= 0; i++) {
        draw -= nearest[i];
        next = nearest[i] > 0 ? i : next;
      }
    }
    return centroids;
  }

  private static boolean assign(float[][] points, double[][] centroids, int[] assignment) {
    boolean changed = false;
    for (int i = 0; i < points.length; i++) {
      int best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int c = 0; c < centroids.length; c++) {
        double distance = distance(points[i], centroids[c]);
        if (distance < least) {
          least = distance;
          best = c;
        }
      }
      changed |= assignment[i] != best;
      assignment[i] = best;
    }
    return changed;
  }

  private static void move(float[][] points, double[][] centroids, int[] assignment) {
    int[] count = new int[centroids.length];
    double[][] sums = new double[centroids.length][points[0].length];
    for (int i = 0; i < points.length; i++) {
      count[assignment[i]]++;
      for (int d = 0; d < points[i].length; d++) {
        sums[assignment[i]][d] += points[i][d];
      }
    }
    for (int c = 0; c < centroids.length; c++) {
      for (int d = 0; d < sums[c].length && count[c] > 0; d++) {
        centroids[c][d] = sums[c][d] / count[c];
      }
    }
  }

  private static double distance(float[] point, double[] centroid) {
    double sum = 0;
    for (int d = 0; d < centroid.length; d++) {
      double difference = point[d] - centroid[d];
      sum += difference * difference;
    }
    return sum;
  }

  private static double[] wide(float[] point) {
    double[] values = new double[point.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = point[i];
    }
    return values;
  }
}
