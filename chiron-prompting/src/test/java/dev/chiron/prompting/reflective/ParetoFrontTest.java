package dev.chiron.prompting.reflective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import java.util.Map;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ParetoFrontTest {
  @Test
  void whoIsBestOnlyWhereAnotherIsBestTooAndAtMoreIsNoMember() {
    double[][] scores = {{1, 0, 0, 0}, {1, 1, 0, 0}, {0, 0, 0, 1}, {0, 0, 0.5, 0}};
    assertThat(ParetoFront.of(scores).wins()).isEqualTo(Map.of(1, 2, 2, 1, 3, 1));
  }

  @Test
  void theHighestMeanAloneIsNotWhatCounts() {
    // The first is never best, whatever its mean; the others are best once each.
    double[][] scores = {{0.9, 0.9, 0.9}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    assertThat(ParetoFront.of(scores).members()).containsExactly(1, 2, 3);
  }

  @Test
  void ofTwoThatAreBestAtTheSameTheOneWithTheLowerMeanGoesAndEqualsStay() {
    assertThat(ParetoFront.of(new double[][] {{1, 0.2, 0}, {1, 0, 0}, {0, 0.4, 0.4}}).members())
        .containsExactly(0, 2);
    assertThat(ParetoFront.of(new double[][] {{1, 0}, {1, 0}}).wins())
        .isEqualTo(Map.of(0, 2, 1, 2));
  }

  @Test
  void anExampleThatACandidateHasNoScoreOnIsNoneThatItIsBestAt() {
    double[][] scores = {{Double.NaN, 1}, {0, 0}, {Double.NaN, Double.NaN}};
    assertThat(ParetoFront.of(scores).wins()).isEqualTo(Map.of(0, 1, 1, 1));
    assertThatThrownBy(() -> ParetoFront.of(new double[][] {{Double.NaN}}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void membersAreDrawnInProportionToWhatTheyAreBestAt() {
    double[][] scores = {
      {1, 1, 1, 0, 0, 0}, {0, 0, 0, 1, 1, 0}, {0, 0, 0, 0, 0, 1}, {0, 0, 0, 0, 0, 0}
    };
    ParetoFront front = ParetoFront.of(scores);
    RandomGenerator random = new Seeds(7).generator("draws");
    int[] counts = new int[4];
    int draws = 30_000;
    for (int i = 0; i < draws; i++) {
      counts[front.sample(random)]++;
    }
    assertThat(counts[3]).isZero();
    for (int member = 0; member < 3; member++) {
      double p = (3 - member) / 6.0;
      assertThat((double) counts[member] / draws)
          .isCloseTo(p, within(4 * Math.sqrt(p * (1 - p) / draws)));
    }
  }

  @Property(tries = 200)
  void everyExampleIsWonByAMemberAndNoMemberIsWorseThanAnotherEverywhere(
      @ForAll @IntRange(min = 1, max = 8) int candidates,
      @ForAll @IntRange(min = 1, max = 8) int examples,
      @ForAll long seed) {
    RandomGenerator random = new Seeds(seed).generator("scores");
    double[][] scores = new double[candidates][examples];
    for (double[] row : scores) {
      for (int i = 0; i < examples; i++) {
        row[i] = random.nextInt(3) / 2.0;
      }
    }
    ParetoFront front = ParetoFront.of(scores);
    for (int example = 0; example < examples; example++) {
      int at = example;
      double best = java.util.Arrays.stream(scores).mapToDouble(row -> row[at]).max().orElseThrow();
      assertThat(front.members()).anyMatch(member -> scores[member][at] == best);
    }
    for (int member : front.members()) {
      assertThat(java.util.Arrays.stream(scores)).noneMatch(row -> exceeds(row, scores[member]));
    }
  }

  /** Better on every example. */
  private static boolean exceeds(double[] row, double[] other) {
    for (int i = 0; i < row.length; i++) {
      if (row[i] <= other[i]) {
        return false;
      }
    }
    return true;
  }
}
