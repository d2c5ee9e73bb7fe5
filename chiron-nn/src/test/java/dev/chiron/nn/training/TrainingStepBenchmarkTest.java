package dev.chiron.nn.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TrainingStepBenchmarkTest {

  @Test
  void reportsSpeedsThatAgreeWithEachOther() {
    TrainingStepBenchmark.Outcome outcome =
        TrainingStepBenchmark.run(
            new TrainingStepBenchmark.Shapes(1, 16, 2, 64, 32, 4, 2, 1, "cpu"));

    assertThat(outcome.tokensPerSecond() * outcome.secondsPerStep())
        .isCloseTo(4 * 32, Offset.offset(1e-6));
    // 6 operations per token and weight, and 6 · layers · width · context for attention.
    assertThat(outcome.flopsPerSecond() / outcome.tokensPerSecond())
        .isCloseTo(6.0 * outcome.parameters() + 6.0 * 16 * 32, Offset.offset(1e-3));
    assertThat(outcome.shareOfPeak()).isBetween(0.0, 1.0);
  }
}
