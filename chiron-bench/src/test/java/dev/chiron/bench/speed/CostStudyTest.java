package dev.chiron.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.run.Progress;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CostStudyTest {
  private static final DecoderShape SHAPE = new DecoderShape(2, 16, 2, 64, 8, 2, 1, "cpu");

  @Test
  void theFitFindsThePowerLawThatThePointsFollow() {
    CostStudy.Outcome outcome =
        CostStudy.fitted(
            DoubleStream.of(1e6, 3e6, 1e7, 5e7)
                .mapToObj(
                    flops -> new CostStudy.Point("", SHAPE, flops, 2e-9 * Math.pow(flops, 0.8), 1))
                .toList());
    assertThat(outcome.exponent()).isCloseTo(0.8, within(1e-9));
    assertThat(outcome.determination()).isCloseTo(1, within(1e-9));
  }

  @Test
  void everySizeIsHalvedAndDoubled() {
    CostStudy.Outcome outcome = CostStudy.run(SHAPE, new Contest(1, 1), Progress.SILENT);
    assertThat(outcome.points()).hasSize(9);
    assertThat(outcome.points().getFirst().relativeRate()).isEqualTo(1);
    assertThat(outcome.points())
        .allSatisfy(point -> assertThat(point.flops()).isEqualTo(point.shape().trainingFlops()))
        .filteredOn(point -> point.changed().equals("batch doubled"))
        .singleElement()
        .satisfies(
            point -> assertThat(point.flops()).isCloseTo(2 * SHAPE.trainingFlops(), within(1e-6)));
  }
}
