package dev.chiron.data.diversifyandconquer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Run;
import dev.chiron.core.run.Steps;
import dev.chiron.data.diversifyandconquer.ClusterSampling.Draw;
import dev.chiron.data.diversifyandconquer.ClusterWeights.Update;
import dev.chiron.data.diversifyandconquer.IterativeSelection.Feedback;
import dev.chiron.data.diversifyandconquer.IterativeSelection.Round;
import dev.chiron.data.selection.Candidates;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiversifyAndConquerTest {
  @Test
  void everyAllocationSumsToTheBudgetAndTakesNoMoreThanThereIs() {
    RandomGenerator random = new Seeds(1).generator("sizes");
    for (int trial = 0; trial < 200; trial++) {
      int[] sizes = random.ints(1 + random.nextInt(9), 1, 40).toArray();
      int all = Arrays.stream(sizes).sum();
      int budget = 1 + random.nextInt(all);
      for (Allocation allocation : Allocation.values()) {
        int[] parts = allocation.of(sizes, budget);
        assertThat(Arrays.stream(parts).sum()).isEqualTo(budget);
        assertThat(IntStream.range(0, parts.length)).allMatch(c -> parts[c] <= sizes[c]);
      }
    }
  }

  @Test
  void equalPartsCoverSmallClustersThatProportionalOnesPassOver() {
    int[] sizes = {90, 6, 4};
    assertThat(Allocation.PROPORTIONAL.of(sizes, 10)).containsExactly(9, 1, 0);
    assertThat(Allocation.EQUAL.of(sizes, 10)).containsExactly(4, 3, 3);
    assertThat(Allocation.EQUAL.of(sizes, 30)).containsExactly(20, 6, 4);
  }

  @Test
  void theFirstDrawFollowsTheExponentialOfQuality() {
    RandomGenerator random = new Seeds(2).generator("draws");
    double[] quality = {0, Math.log(3)};
    int draws = 10_000;
    int second = 0;
    for (int i = 0; i < draws; i++) {
      second += ClusterSampling.byQuality(List.of(0, 1), 1, quality, 1, random).getFirst();
    }
    double error = 3 * Math.sqrt(0.75 * 0.25 / draws);
    assertThat(second / (double) draws).isCloseTo(0.75, within(error));
  }

  @Test
  void constantQualityDrawsEvenly() {
    RandomGenerator random = new Seeds(3).generator("draws");
    int[] counts = new int[4];
    int draws = 8000;
    for (int i = 0; i < draws; i++) {
      counts[
          ClusterSampling.byQuality(List.of(0, 1, 2, 3), 1, new double[] {5, 5, 5, 5}, 1, random)
              .getFirst()]++;
    }
    double error = 3 * Math.sqrt(0.25 * 0.75 / draws);
    for (int count : counts) {
      assertThat(count / (double) draws).isCloseTo(0.25, within(error));
    }
  }

  private static Candidates uneven() {
    RandomGenerator random = new Seeds(5).generator("points");
    float[][] points = new float[120][];
    double[] quality = new double[120];
    for (int i = 0; i < points.length; i++) {
      int cluster = i < 100 ? 0 : i < 112 ? 1 : 2; // 100, 12 and 8 examples
      points[i] = new float[3];
      points[i][cluster] = 1;
      points[i][0] += (float) (0.01 * random.nextGaussian());
      quality[i] = i % 2;
    }
    return new Candidates(120, points, quality, new int[120]);
  }

  private static int[] select(Allocation allocation, Draw draw) {
    return new ClusterSampling(3, 5, allocation, draw).select(uneven(), 12, new Seeds(6));
  }

  @Test
  void selectionCoversTheClustersAndQualityDrawsTheBetter() {
    int[] even = select(Allocation.EQUAL, new Draw.Even());
    assertThat(even).hasSize(12).doesNotHaveDuplicates();
    assertThat(Arrays.stream(even).filter(i -> i >= 100).count()).isEqualTo(8);
    int[] proportional = select(Allocation.PROPORTIONAL, new Draw.Even());
    assertThat(Arrays.stream(proportional).filter(i -> i >= 100).count()).isEqualTo(2);
    int[] better = select(Allocation.EQUAL, new Draw.Quality(0.05));
    assertThat(Arrays.stream(better)).allMatch(i -> i % 2 == 1);
    assertThat(select(Allocation.EQUAL, new Draw.Closest())).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void moreClustersThanTheBudgetAreRefused() {
    assertThatThrownBy(
            () ->
                new ClusterSampling(20, 1, Allocation.EQUAL, new Draw.Even())
                    .select(uneven(), 12, new Seeds(0)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("1 to 12");
  }

  @Test
  void weightsFollowTheExponentialOfTheScores() {
    double[] scores = {0, Math.log(2), 0};
    double[] updated = ClusterWeights.even(3).updated(scores, Update.MULTIPLY, 1).values();
    assertThat(updated).containsExactly(new double[] {0.25, 0.5, 0.25}, within(1e-12));
    double[] shifted = Arrays.stream(scores).map(s -> s + 1000).toArray();
    assertThat(ClusterWeights.even(3).updated(shifted, Update.MULTIPLY, 1).values())
        .containsExactly(updated, within(1e-9));
    ClusterWeights twice =
        ClusterWeights.even(3)
            .updated(scores, Update.MULTIPLY, 1)
            .updated(scores, Update.MULTIPLY, 1);
    assertThat(twice.values()[1]).isCloseTo(4 / 6.0, within(1e-12));
    assertThat(
            ClusterWeights.even(3)
                .updated(scores, Update.MULTIPLY, 1)
                .updated(scores, Update.REPLACE, 1)
                .values()[1])
        .isCloseTo(0.5, within(1e-12));
  }

  @Test
  void aClusterWithoutEvaluationKeepsItsWeight() {
    double[] updated =
        ClusterWeights.even(4)
            .updated(new double[] {1, Double.NaN, 3, 2}, Update.MULTIPLY, 1)
            .values();
    assertThat(updated[1]).isEqualTo(0.25);
    assertThat(Arrays.stream(updated).sum()).isCloseTo(1, within(1e-12));
  }

  private static final int[] THREE =
      IntStream.range(0, 120).map(i -> i < 40 ? 0 : i < 80 ? 1 : 2).toArray();

  /** The middle cluster has much left to learn, the others nothing. */
  private static final Feedback MIDDLE =
      (round, selected, picked) ->
          Arrays.stream(picked).mapToDouble(i -> THREE[i] == 1 ? 3 : 0).toArray();

  private static List<Round> run(Feedback feedback, Steps steps) {
    return IterativeSelection.DEFAULT.run(
        THREE, new double[120], 30, feedback, new Seeds(8), steps);
  }

  @Test
  void roundsAreDisjointSumToTheBudgetAndTurnToWhatIsNotLearnt() {
    List<Round> rounds = run(MIDDLE, Steps.FORGOTTEN);
    int[] all = rounds.stream().flatMapToInt(round -> Arrays.stream(round.picked())).toArray();
    assertThat(all).hasSize(30).doesNotHaveDuplicates();
    long first = Arrays.stream(rounds.getFirst().picked()).filter(i -> THREE[i] == 1).count();
    long last = Arrays.stream(rounds.getLast().picked()).filter(i -> THREE[i] == 1).count();
    assertThat(last).isGreaterThan(first).isGreaterThanOrEqualTo(9);
  }

  @Test
  void aSmallClusterThatRunsOutLeavesItsPartToTheOthers() {
    List<Round> rounds =
        IterativeSelection.DEFAULT.run(
            THREE, new double[120], 117, MIDDLE, new Seeds(8), Steps.FORGOTTEN);
    assertThat(rounds.stream().flatMapToInt(round -> Arrays.stream(round.picked())))
        .hasSize(117)
        .doesNotHaveDuplicates();
  }

  @Test
  void anInterruptedSelectionGoesOnWithTheRoundThatFailed(@TempDir Path directory) {
    Run run = new Run(directory, InstantSource.system());
    int[] calls = {0};
    Feedback failing =
        (round, selected, picked) -> {
          if (++calls[0] == 2) {
            throw new IllegalStateException("cut off");
          }
          return MIDDLE.of(round, selected, picked);
        };
    assertThatThrownBy(() -> run(failing, run)).hasMessage("cut off");
    List<Round> resumed = run(failing, run);
    assertThat(calls[0]).isEqualTo(4); // one, the failure, and the two that were left
    List<Round> straight = run(MIDDLE, Steps.FORGOTTEN);
    for (int round = 0; round < 3; round++) {
      assertThat(resumed.get(round).picked()).isEqualTo(straight.get(round).picked());
    }
  }
}
