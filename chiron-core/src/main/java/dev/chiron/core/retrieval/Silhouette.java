package dev.chiron.core.retrieval;

import java.util.Arrays;

/**
 * How well clusters are apart (Rousseeuw 1987): the mean over points of (β − α) / max(α, β), where
 * α is the mean Euclidean distance to the rest of the point's cluster and β the smallest mean
 * distance to another cluster; 0 for a point that is alone in its cluster. From −1 to 1.
 */
public final class Silhouette {
  private Silhouette() {}

  /**
   * The mean over all points; time grows with their square, so give a sample of many.
   *
   * @param assignment the cluster of each point, from 0
   * @throws IllegalArgumentException if there are fewer than two clusters with points
   */
  public static double of(float[][] points, int[] assignment) {
    int clusters = Arrays.stream(assignment).max().orElse(-1) + 1;
    int[] sizes = new int[clusters];
    Arrays.stream(assignment).forEach(cluster -> sizes[cluster]++);
    if (Arrays.stream(sizes).filter(size -> size > 0).count() < 2) {
      throw new IllegalArgumentException("a silhouette needs at least two clusters with points");
    }
    double sum = 0;
    for (int i = 0; i < points.length; i++) {
      if (sizes[assignment[i]] > 1) {
        sum += of(points, assignment, sizes, i);
      }
    }
    return sum / points.length;
  }

  private static double of(float[][] points, int[] assignment, int[] sizes, int point) {
    double[] distances = new double[sizes.length];
    for (int j = 0; j < points.length; j++) {
      distances[assignment[j]] += distance(points[point], points[j]);
    }
    int own = assignment[point];
    double within = distances[own] / (sizes[own] - 1);
    double nearest = Double.POSITIVE_INFINITY;
    for (int cluster = 0; cluster < sizes.length; cluster++) {
      if (cluster != own && sizes[cluster] > 0) {
        nearest = Math.min(nearest, distances[cluster] / sizes[cluster]);
      }
    }
    double larger = Math.max(within, nearest);
    return larger == 0 ? 0 : (nearest - within) / larger;
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      double difference = (double) a[d] - b[d];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
