package dev.chiron.nn.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final int DRAWS = 40_000;
  private static final float FORBIDDEN = Float.NEGATIVE_INFINITY;

  private static double[] frequencies(Sampling sampling, float... logits) {
    RandomGenerator random = new Seeds(4).generator("draws");
    double[] counts = new double[logits.length];
    for (int i = 0; i < DRAWS; i++) {
      counts[sampling.choose(logits, random)] += 1.0 / DRAWS;
    }
    return counts;
  }

  private static float[] logs(double... probabilities) {
    float[] logits = new float[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(probabilities[i]) + 3;
    }
    return logits;
  }

  private static void assertFrequencies(double[] actual, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      // Four standard deviations of a frequency are at most 2 / sqrt(draws) = 0.01.
      assertThat(actual[i]).as("token %d", i).isCloseTo(expected[i], within(0.01));
      assertThat(actual[i] == 0).isEqualTo(expected[i] == 0);
    }
  }

  @Test
  void greedyTakesTheMostLikelyTokenAndTheFirstOfEquals() {
    RandomGenerator random = new Seeds(4).generator("draws");
    assertThat(Sampling.GREEDY.choose(new float[] {1, 3, 3, 2}, random)).isEqualTo(1);
  }

  @Test
  void temperatureOneDrawsByProbability() {
    assertFrequencies(frequencies(new Sampling(1, 0, 1), logs(0.5, 0.3, 0.2, 0)), 0.5, 0.3, 0.2, 0);
  }

  @Test
  void aLowTemperatureSharpens() {
    assertFrequencies(frequencies(new Sampling(0.5, 0, 1), logs(0.8, 0.2)), 16 / 17.0, 1 / 17.0);
  }

  @Test
  void topKKeepsTheMostLikely() {
    assertFrequencies(
        frequencies(new Sampling(1, 2, 1), logs(0.2, 0.1, 0.4, 0.3)), 0, 0, 4 / 7.0, 3 / 7.0);
  }

  @Test
  void topPKeepsTheSmallestSetWithThatMass() {
    assertFrequencies(
        frequencies(new Sampling(1, 0, 0.7), logs(0.05, 0.5, 0.15, 0.3)), 0, 0.625, 0, 0.375);
    assertFrequencies(frequencies(new Sampling(1, 0, 0.5), logs(0.1, 0.5, 0.4)), 0, 1, 0);
  }

  @Test
  void topPCountsTheMassThatTopKLeft() {
    assertFrequencies(frequencies(new Sampling(1, 2, 0.6), logs(0.4, 0.2, 0.2, 0.2)), 1, 0, 0, 0);
  }

  @Test
  void negativeLogitsKeepTheirOrder() {
    assertFrequencies(frequencies(new Sampling(1, 1, 1), -5, -1, -3, FORBIDDEN), 0, 1, 0, 0);
  }

  @Test
  void forbiddenTokensAreNeverDrawn() {
    assertFrequencies(
        frequencies(new Sampling(2, 0, 1), FORBIDDEN, 1, FORBIDDEN, 1, FORBIDDEN),
        0,
        0.5,
        0,
        0.5,
        0);
    assertThatThrownBy(() -> frequencies(new Sampling(1, 0, 1), FORBIDDEN, FORBIDDEN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void minPKeepsWhatIsAtLeastThatShareOfTheLikeliest() {
    assertFrequencies(
        frequencies(new Sampling(1, 0, 1, 0.5), logs(0.4, 0.1, 0.21, 0.29)),
        4 / 9.0,
        0,
        2.1 / 9,
        2.9 / 9);
    assertFrequencies(frequencies(new Sampling(1, 0, 1, 1), logs(0.4, 0.6)), 0, 1);
    // At temperature 2 probabilities go by their square roots: 0.04 is 1/2 of 0.16 then.
    assertFrequencies(
        frequencies(new Sampling(2, 0, 1, 0.45), logs(0.16, 0.04, 0.01)), 2 / 3.0, 1 / 3.0, 0);
  }

  @Test
  void distributionIsWhatIsDrawn() {
    float[] logits = {1, 0.5f, -1, 2, FORBIDDEN, 0.5f};
    for (Sampling sampling :
        new Sampling[] {
          Sampling.GREEDY,
          new Sampling(1, 0, 1),
          new Sampling(2, 3, 1),
          new Sampling(0.7, 0, 0.8),
          new Sampling(1.5, 4, 0.95, 0.2)
        }) {
      double[] distribution = sampling.distribution(logits);
      assertThat(java.util.Arrays.stream(distribution).sum()).isCloseTo(1, within(1e-12));
      assertFrequencies(frequencies(sampling, logits), distribution);
    }
  }

  @Test
  void sharesOutsideTheirRangesAreRefused() {
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new Sampling(1, 0, 1, wrong)).hasMessageContaining("minP");
    }
  }
}
