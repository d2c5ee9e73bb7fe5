package dev.chiron.init.flops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.init.flops.LossCurve.Point;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossCurveTest {
  private static final LossCurve SLOW =
      new LossCurve(List.of(new Point(0, 4), new Point(100, 3), new Point(200, 2)));
  private static final LossCurve FAST = new LossCurve(List.of(new Point(50, 3), new Point(150, 1)));

  @Test
  void theSpeedUpComparesWhenBothFirstHadTheLoss() {
    assertThat(FAST.flopsTo(2).orElseThrow()).isEqualTo(100);
    assertThat(FAST.speedUpOver(SLOW).orElseThrow()).isCloseTo(1.0, within(1e-12));
    assertThat(SLOW.speedUpOver(FAST)).isEmpty();
  }

  @Test
  void trainingATokenCostsSixOperationsAWeightAndTwelveAScore() {
    Decoder decoder =
        new Decoder(
            DecoderConfig.builder(50, 8, 2, 2).feedForwardWidth(16).contextLength(32).build());
    long layer = 4 * 8 * 8 + 3 * 8 * 16;
    assertThat(FlopCount.layerWeights(decoder)).isEqualTo(2 * layer);
    assertThat(FlopCount.perToken(decoder, 32))
        .isEqualTo(6 * (2 * layer + 50 * 8) + 12 * 2 * 8 * 32);
  }

  @Test
  void theLedgerLeavesNoPhaseOut() {
    assertThat(FlopLedger.EMPTY.plus("base", 10, 3).plus("target", 5, 12).total()).isEqualTo(90);
  }

  @Test
  void thePlotDrawsEveryCurveInsideItsFrame() {
    LinkedHashMap<String, LossCurve> curves = new LinkedHashMap<>();
    curves.put("a<b", SLOW);
    curves.put("fast", FAST);
    String svg = LinePlot.losses(curves).svg();
    assertThat(svg).contains("a&lt;b").contains(">fast<").doesNotContain("NaN");
    assertThat(svg.split("<path fill=\"none\"", -1)).hasSize(3);
  }
}
