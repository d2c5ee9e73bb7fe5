package dev.chiron.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.io.Json;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void normalDistributionHasItsTabulatedValues() {
    assertThat(Normal.cdf(0)).isEqualTo(0.5);
    assertThat(Normal.cdf(1)).isEqualTo(0.8413447460685429, within(1e-15));
    assertThat(Normal.cdf(-1.959963984540054)).isEqualTo(0.025, within(1e-15));
    assertThat(Normal.cdf(-6)).isEqualTo(9.86587645037698e-10, within(1e-22));
    assertThat(Normal.quantile(0.975)).isEqualTo(1.959963984540054, within(1e-12));
    assertThat(Normal.quantile(1e-10)).isEqualTo(-6.361340902404056, within(1e-9));
    assertThat(Normal.quantile(0)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void wilsonIntervalHasItsClosedForm() {
    // (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n) for 7 of 10 at 95 %.
    Interval interval = Wilson.interval(7, 10, 0.95);
    assertThat(interval.low()).isEqualTo(0.396778, within(1e-6));
    assertThat(interval.high()).isEqualTo(0.892209, within(1e-6));
    assertThat(Wilson.interval(0, 10, 0.95).low()).isZero();
    assertThat(Wilson.interval(0, 10, 0.95).high()).isEqualTo(0.277533, within(1e-6));
    assertThat(Wilson.interval(10, 10, 0.95).high()).isEqualTo(1);
  }

  @Test
  void mcNemarIsTheTwoSidedBinomialTail() {
    // 2 · (1 + 8) / 2⁸.
    assertThat(PairedTests.mcNemar(1, 7)).isEqualTo(18.0 / 256, within(1e-12));
    assertThat(PairedTests.mcNemar(7, 1)).isEqualTo(PairedTests.mcNemar(1, 7));
    assertThat(PairedTests.mcNemar(0, 0)).isEqualTo(1);
    assertThat(PairedTests.mcNemar(5, 5)).isEqualTo(1);
    assertThat(PairedTests.mcNemar(400, 600)).isBetween(1e-11, 1e-9);
  }

  @Test
  void signFlipOfBinaryDifferencesEqualsMcNemar() {
    double[] differences = {1, 1, 1, 1, 1, 1, 1, -1, 0, 0, 0};
    assertThat(PairedTests.signFlip(differences, 1000, new SplittableRandom(1)))
        .isEqualTo(PairedTests.mcNemar(7, 1), within(1e-12));
  }

  @Test
  void sampledSignFlipsAgreeWithTheExactTest() {
    double[] many = new double[40];
    Arrays.fill(many, 0, 26, 1);
    Arrays.fill(many, 26, 40, -1);
    assertThat(PairedTests.signFlip(many, 20_000, new SplittableRandom(2)))
        .isEqualTo(PairedTests.mcNemar(26, 14), within(0.01));
  }

  @Test
  void pairedBootstrapSeesADifferenceAndNoneWhereThereIsNone() {
    double[] better = new double[100];
    Arrays.fill(better, 0, 30, 1);
    double[] same = new double[100];
    Arrays.fill(same, 0, 10, 1);
    Arrays.fill(same, 10, 20, -1);
    assertThat(bootstrapTest(better)).isLessThan(0.001);
    assertThat(bootstrapTest(same)).isEqualTo(1);
  }

  @Test
  void benjaminiHochbergScalesByRankAndKeepsOrder() {
    double[] adjusted = MultipleComparisons.benjaminiHochberg(new double[] {0.04, 0.01, 0.03, 0.5});
    assertThat(adjusted)
        .containsExactly(new double[] {0.16 / 3, 0.04, 0.16 / 3, 0.5}, within(1e-12));
  }

  @Test
  void bootstrapIntervalsCoverTheTrueMeanAboutAsOftenAsTheySay() {
    SplittableRandom random = new SplittableRandom(7);
    Bootstrap bootstrap = new Bootstrap(300, 0.9);
    int percentile = 0;
    int bca = 0;
    int trials = 400;
    for (int trial = 0; trial < trials; trial++) {
      double[] sample = random.doubles(60).map(u -> -Math.log(1 - u)).toArray();
      percentile += bootstrap.percentile(sample, random).contains(1) ? 1 : 0;
      bca += bootstrap.bca(sample, random).contains(1) ? 1 : 0;
    }
    // An exponential sample of 60; the binomial's standard error is 1.5 points.
    assertThat(percentile / (double) trials).isBetween(0.83, 0.94);
    assertThat(bca / (double) trials).isBetween(0.84, 0.95);
  }

  @Test
  void bcaLeansTowardsTheLongTailOfASkewedSample() {
    double[] sample = new SplittableRandom(5).doubles(40).map(u -> -Math.log(1 - u)).toArray();
    Bootstrap bootstrap = new Bootstrap(4000, 0.95);
    Interval percentile = bootstrap.percentile(sample, new SplittableRandom(3));
    Interval bca = bootstrap.bca(sample, new SplittableRandom(3));
    assertThat(bca.low()).isGreaterThan(percentile.low());
    assertThat(bca.high()).isGreaterThan(percentile.high());
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    double[] sample = {0, 1, 1, 0, 1};
    assertThat(Bootstrap.STANDARD.percentile(sample, new SplittableRandom(3)))
        .isEqualTo(Bootstrap.STANDARD.percentile(sample, new SplittableRandom(3)));
  }

  @Test
  void aConstantSampleHasAnIntervalOfNoWidth() {
    double[] sample = {1, 1, 1};
    assertThat(Bootstrap.STANDARD.bca(sample, new SplittableRandom(3)))
        .isEqualTo(new Interval(1, 1));
  }

  @Test
  void anIntervalIsAnArrayInJson() throws Exception {
    Interval interval = new Interval(0.25, 0.5);
    assertThat(Json.line(interval)).isEqualTo("[0.25,0.5]");
    assertThat(Json.mapper().readValue("[0.25,0.5]", Interval.class)).isEqualTo(interval);
  }

  private static double bootstrapTest(double[] differences) {
    return PairedTests.bootstrap(
        differences.length,
        indices -> Arrays.stream(indices).mapToDouble(i -> differences[i]).average().orElse(0),
        2000,
        new SplittableRandom(4));
  }
}
