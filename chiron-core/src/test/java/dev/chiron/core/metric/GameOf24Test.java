package dev.chiron.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.task.MetricSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GameOf24Test {
  private static final GameOf24 GAME = new GameOf24(24);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8/(3-8/3)",
        "8 / (3 - 8 / 3)",
        "8 ÷ (3 - 8 ÷ 3) = 24",
        "(8)/((3)-(8/3))",
        "8/(3-8/3) = 24"
      })
  void exactFractionsOfEachNumberOnceAreRight(String expression) {
    assertThat(GAME.solves(expression, "3 3 8 8")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "24",
        "",
        "3*8",
        "3*8*(8/8)*3/3",
        "33-8-8+3*8/3-1",
        "8*3+3-3",
        "(3+3)*8-8*3+0",
        "3+3+8+8",
        "8/(3-9/3)",
        "8/(3-8/3",
        "8/(3-8/3))",
        "8//(3-8/3)",
        "8 8/(3-3)",
        "the answer is 8/(3-8/3)",
        "__import__('os')",
        "88/3-3-3",
        "8/(3-8/3)\n24",
        "9999999999*0+24"
      })
  void anythingElseIsWrong(String expression) {
    assertThat(GAME.solves(expression, "3 3 8 8")).isFalse();
  }

  @Test
  void almost24IsNot24() {
    // 1/3 + 1/3 + 1/3 is 1 in fractions only.
    assertThat(new GameOf24(1).solves("1/3+1/3+1/3", "1 1 1 3 3 3")).isTrue();
    assertThat(GAME.solves("24 + 1/999999999", "24 1 999999999")).isFalse();
    assertThat(GAME.solves("999999999*999999999*999999999*24", "999999999 999999999 999999999 24"))
        .isFalse();
    assertThat(GAME.solves("(".repeat(5000) + "24" + ")".repeat(5000), "24")).isFalse();
  }

  @Test
  void itIsAMetricWithATarget() {
    Metric metric = Metrics.of(new MetricSpec("game-of-24", Map.of("target", "10")));
    assertThat(metric.score(Answered.of(0, "(1+4)*2", "1 2 4"))).isEqualTo(1);
    assertThat(metric.score(Answered.of(0, "(1+4)*2", "1 2 5"))).isZero();
  }
}
