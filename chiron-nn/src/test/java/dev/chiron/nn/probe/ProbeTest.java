package dev.chiron.nn.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.intervention.Taps;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private static final Seeds SEEDS = new Seeds(1);

  @Test
  void aLinearProbeReadsWhatIsLinearAndAnMlpReadsMore() {
    RandomGenerator random = SEEDS.generator("points");
    float[][] inputs = new float[800][];
    int[] side = new int[inputs.length];
    int[] exclusive = new int[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      float x = random.nextFloat() - 0.5f;
      float y = random.nextFloat() - 0.5f;
      inputs[i] = new float[] {1000 + 50 * x, y / 100, 3};
      side[i] = x > y ? 1 : 0;
      exclusive[i] = x > 0 ^ y > 0 ? 1 : 0;
    }
    assertThat(accuracy(Probe.Shape.linear(600), inputs, side)).isGreaterThan(0.95);
    assertThat(accuracy(Probe.Shape.linear(200), inputs, exclusive)).isLessThan(0.7);
    assertThat(accuracy(Probe.Shape.mlp(32, 450), inputs, exclusive)).isGreaterThan(0.93);
  }

  private static double accuracy(Probe.Shape shape, float[][] inputs, int[] labels) {
    try (Probe probe = Probe.train(shape, inputs, labels, 2, SEEDS)) {
      int[] answers = probe.classify(inputs);
      return IntStream.range(0, labels.length).filter(i -> answers[i] == labels[i]).count()
          / (double) labels.length;
    }
  }

  @Test
  void statesAreTheMeansOfAllLayers() {
    Decoder decoder = new Decoder(DecoderConfig.builder(11, 8, 3, 2).contextLength(6).build());
    int[][] rows = {{1, 2, 3}, {4, 5, 6}};
    try (Parameters weights = decoder.initialize(SEEDS);
        Scope _ = Scope.open();
        Taps taps = Taps.at(List.of(site(0), site(1), site(2)))) {
      float[][][] states = new LayerMeans(decoder, weights).of(rows);
      decoder.hidden(weights, TokenInput.of(rows), Interventions.of(taps));
      double sum = 0;
      for (int layer = 0; layer < 3; layer++) {
        sum += Tensors.floats(taps.residual(site(layer)))[(1 * 3 + 2) * 8 + 5];
      }
      assertThat((double) states[1][2][5]).isCloseTo(sum / 3, within(1e-6));
    }
  }

  private static Site site(int layer) {
    return new Site(layer, Site.RESIDUAL);
  }
}
