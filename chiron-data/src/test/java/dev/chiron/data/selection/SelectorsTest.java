package dev.chiron.data.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.Scores;
import dev.chiron.core.model.Usage;
import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectorsTest {
  private static Candidates candidates(int size) {
    RandomGenerator random = new Seeds(9).generator("points");
    float[][] points = new float[size][8];
    double[] quality = new double[size];
    for (int i = 0; i < size; i++) {
      double squares = 0;
      for (int d = 0; d < 8; d++) {
        points[i][d] = (float) random.nextGaussian();
        squares += points[i][d] * points[i][d];
      }
      for (int d = 0; d < 8; d++) {
        points[i][d] /= (float) Math.sqrt(squares);
      }
      quality[i] = random.nextDouble();
    }
    return new Candidates(
        size, points, quality, IntStream.range(0, size).map(i -> i * 7 % size).toArray());
  }

  private static double value(Candidates all, List<Integer> chosen, double alpha) {
    double sum = 0;
    for (float[] point : all.embeddings()) {
      double best = 0;
      for (int i : chosen) {
        double dot = 0;
        for (int d = 0; d < point.length; d++) {
          dot += (double) point[d] * all.embeddings()[i][d];
        }
        best = Math.max(best, dot);
      }
      sum += best;
    }
    return (1 - alpha) * sum + alpha * chosen.stream().mapToDouble(i -> all.quality()[i]).sum();
  }

  private static int[] naive(Candidates all, int budget, double alpha) {
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < budget) {
      int best = -1;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < all.size(); i++) {
        if (!chosen.contains(i)) {
          List<Integer> with = new ArrayList<>(chosen);
          with.add(i);
          double value = value(all, with, alpha);
          if (value > most + 1e-9) {
            most = value;
            best = i;
          }
        }
      }
      chosen.add(best);
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  @Test
  void lazyGreedyChoosesWhatPlainGreedyChooses() {
    Candidates all = candidates(100);
    for (double alpha : new double[] {0, 0.5, 0.9}) {
      assertThat(QualityDiversity.qdit(alpha).select(all, 8, new Seeds(0)))
          .isEqualTo(naive(all, 8, alpha));
    }
    assertThat(QualityDiversity.qdit(1).select(all, 8, new Seeds(0)))
        .isEqualTo(Baselines.quality(all, 8, new Seeds(0)));
  }

  @Test
  void everySelectorTakesAsManyDifferentExamplesAsAskedFor() {
    Candidates all = candidates(80);
    List<Selector> selectors =
        List.of(
            Baselines::random,
            Baselines::longest,
            Baselines::quality,
            Baselines::kCenter,
            QualityDiversity.deita(QualityDiversity.DEITA_DISTANCE),
            QualityDiversity.qdit(0.5));
    for (Selector selector : selectors) {
      int[] chosen = selector.select(all, 30, new Seeds(3));
      assertThat(chosen).hasSize(30).doesNotHaveDuplicates();
      assertThat(selector.select(all, 30, new Seeds(3))).isEqualTo(chosen);
    }
  }

  @Test
  void kCenterTakesTheFarthestFirst() {
    float[][] points = {{1, 0}, {1, 0.1f}, {-1, 0}, {0, 1}};
    Candidates four = new Candidates(4, points, new double[4], new int[4]);
    int[] chosen = Baselines.kCenter(four, 3, new Seeds(1));
    assertThat(Arrays.stream(chosen).boxed().toList()).contains(2, 3);
  }

  @Test
  void deitaPassesOverNearlyTheSame() {
    float[][] points = {{1, 0}, {1, 0.01f}, {0, 1}};
    Candidates three = new Candidates(3, points, new double[] {3, 2, 1}, new int[3]);
    assertThat(QualityDiversity.deita(0.9).select(three, 2, new Seeds(0))).containsExactly(0, 2);
    assertThat(QualityDiversity.deita(0.9).select(three, 3, new Seeds(0))).containsExactly(0, 2, 1);
  }

  @Test
  void aMissingEmbeddingOrQualityIsRefused() {
    assertThatThrownBy(() -> new Candidates(1, new float[][] {{0, 0}}, new double[1], new int[1]))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(
            () -> new Candidates(1, new float[0][], new double[] {Double.NaN}, new int[1]))
        .isInstanceOf(InputException.class);
  }

  @Test
  void aRatingIsTheMeanByTheSoftmax() {
    List<Scores> even =
        IntStream.range(0, 6).mapToObj(i -> new Scores(List.of(-3.0), new Usage(1, 0, 0))).toList();
    assertThat(RatingScorer.expected(even)).isCloseTo(3.5, within(1e-12));
    List<Scores> two =
        DoubleStream.of(Math.log(0.25), Math.log(0.75))
            .mapToObj(p -> new Scores(List.of(p), new Usage(1, 0, 0)))
            .toList();
    assertThat(RatingScorer.expected(two)).isCloseTo(1.75, within(1e-12));
  }
}
