package dev.chiron.init.gstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.chiron.core.error.InputException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class GrowthLawTest {
  private static double tokens(double parameters, double trained) {
    return GrowthLaw.baseTokens(parameters, GrowthLaw.flops(parameters, trained)).orElseThrow();
  }

  @Test
  void timesAreThePapersForLlamas() {
    Assertions.assertThat(tokens(7e9, 2e12)).isCloseTo(11.11e9, withinPercentage(0.5));
    Assertions.assertThat(tokens(13e9, 2e12)).isCloseTo(15.84e9, withinPercentage(0.5));
    Assertions.assertThat(tokens(70e9, 2e12)).isCloseTo(42.48e9, withinPercentage(0.5));
    Assertions.assertThat(tokens(8e9, 15e12)).isCloseTo(6.58e9, withinPercentage(0.5));
  }

  @Test
  void theLawsAreNotUsedOutsideTheirRange() {
    assertThat(GrowthLaw.baseTokens(1e6, 1e13)).isEmpty();
    assertThat(GrowthLaw.factor(1e6, 1e13)).isEmpty();
    GrowthPlan plan = GrowthPlan.of(1e6, 2_000_000);
    assertThat(plan.baseTokens()).isEqualTo(200_000);
    assertThat(plan.factor()).isEqualTo(4);
    assertThat(plan.reason()).contains("outside");
  }

  @Test
  void aBudgetThatTheBaseWouldSpendIsRefused() {
    // 1e9 parameters with 2e9 tokens are 1.2e19 operations, where the law asks for 3e10 tokens.
    Assertions.assertThatThrownBy(() -> GrowthPlan.of(1e9, 2_000_000_000L))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("from scratch");
  }
}
