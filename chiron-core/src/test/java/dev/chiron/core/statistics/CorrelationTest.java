package dev.chiron.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CorrelationTest {
  @Test
  void pearsonAgreesWithHandComputation() {
    double[] x = {1, 2, 3, 4};
    double[] y = {2, 1, 4, 3};
    assertThat(Correlation.pearson(x, y)).isCloseTo(0.6, within(1e-12));
    assertThat(Correlation.pearson(x, new double[] {5, 5, 5, 5})).isZero();
  }

  @Test
  void spearmanSeesOnlyTheOrderAndSharesRanksOfTies() {
    double[] x = {1, 2, 3, 4};
    assertThat(Correlation.spearman(x, new double[] {1, 10, 100, 5000}))
        .isCloseTo(1, within(1e-12));
    // Ranks 0, 1, 2, 3 with 0.5, 0.5, 2, 3: covariance 4.5, squares 5 and 4.5.
    assertThat(Correlation.spearman(x, new double[] {7, 7, 8, 9}))
        .isCloseTo(4.5 / Math.sqrt(5 * 4.5), within(1e-12));
    assertThatThrownBy(() -> Correlation.spearman(x, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLineIsFoundExactlyAndOneThatDoesNotFitIsToldByItsDetermination() {
    LinearFit exact = LinearFit.of(new double[] {0, 1, 3}, new double[] {5, 3, -1});
    assertThat(exact.slope()).isCloseTo(-2, within(1e-12));
    assertThat(exact.intercept()).isCloseTo(5, within(1e-12));
    assertThat(exact.determination()).isCloseTo(1, within(1e-12));

    LinearFit loose = LinearFit.of(new double[] {1, 2, 3, 4}, new double[] {1, 3, 2, 4});
    assertThat(loose.slope()).isCloseTo(0.8, within(1e-12));
    assertThat(loose.intercept()).isCloseTo(0.5, within(1e-12));
    assertThat(loose.determination()).isCloseTo(0.64, within(1e-12));
  }
}
