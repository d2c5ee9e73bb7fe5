package dev.chiron.core.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ClusteringTest {
  private static float[][] blobs(int each, double spread) {
    RandomGenerator random = new Seeds(4).generator("blobs");
    float[][] points = new float[4 * each][];
    for (int i = 0; i < points.length; i++) {
      double x = (i % 4 % 2) * 10 + spread * random.nextGaussian();
      double y = (i % 4 / 2) * 10 + spread * random.nextGaussian();
      points[i] = new float[] {(float) x, (float) y};
    }
    return points;
  }

  @Test
  void separatedBlobsAreFoundExactly() {
    float[][] points = blobs(25, 0.3);
    int[] found = KMeans.best(points, 4, 5, new Seeds(1)).assignment();
    for (int i = 0; i < found.length; i++) {
      for (int j = 0; j < found.length; j++) {
        assertThat(found[i] == found[j]).isEqualTo(i % 4 == j % 4);
      }
    }
  }

  @Test
  void inertiaNeverRisesFromRoundToRound() {
    float[][] points = blobs(25, 4);
    double before = Double.POSITIVE_INFINITY;
    for (int rounds = 1; rounds < 12; rounds++) {
      double inertia =
          KMeans.of(points, 6, rounds, new Seeds(2).generator("start")).inertia(points);
      assertThat(inertia).isLessThanOrEqualTo(before + 1e-9);
      before = inertia;
    }
  }

  @Test
  void theSameSeedGivesTheSameClustersAndRestartsNeverHurt() {
    float[][] points = blobs(25, 4);
    KMeans one = KMeans.best(points, 7, 1, new Seeds(3));
    KMeans many = KMeans.best(points, 7, 5, new Seeds(3));
    assertThat(many.inertia(points)).isLessThanOrEqualTo(one.inertia(points));
    assertThat(KMeans.best(points, 7, 5, new Seeds(3)).assignment()).isEqualTo(many.assignment());
  }

  @Test
  void aSilhouetteIsWhatTheDefinitionSays() {
    float[][] points = {{0}, {1}, {10}, {12}, {100}};
    int[] assignment = {0, 0, 1, 1, 2};
    double a = (10.0 + 12) / 2;
    double b = (9.0 + 11) / 2;
    double c = (10.0 + 9) / 2;
    double d = (12.0 + 11) / 2;
    double expected = ((a - 1) / a + (b - 1) / b + (c - 2) / c + (d - 2) / d + 0) / 5;
    assertThat(Silhouette.of(points, assignment)).isCloseTo(expected, within(1e-9));
    assertThatThrownBy(() -> Silhouette.of(points, new int[5]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
