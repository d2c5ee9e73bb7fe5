package dev.chiron.nn.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.adapter.Lora;
import dev.chiron.nn.adapter.LoraConfig;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.DecoderFamily;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.training.LearningRateSchedule;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuantizedWeightsTest {
  @SuppressWarnings("NullAway.Init") // opened before each test
  private Scope scope;

  @BeforeEach
  void openScope() {
    scope = Scope.open();
  }

  @AfterEach
  void closeScope() {
    scope.close();
  }

  /** Normal numbers whose rows differ in size, as trained matrices do. */
  private static float[] matrix(int rows, int columns) {
    RandomGenerator random = new Seeds(1).generator("matrix");
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * (1 + i / columns % 7));
    }
    return values;
  }

  private static float[] roundTrip(Quantization quantization, float[] values, long... shape) {
    try (Quantized quantized = quantization.quantize(Tensors.floats(values, shape))) {
      Tensor whole = quantized.dequantized();
      assertThat(Tensors.shape(whole)).isEqualTo(shape);
      return Tensors.floats(whole);
    }
  }

  @Test
  void int8IsOffByHalfAStepOfItsRowAtMost() {
    float[] values = matrix(9, 50);
    float[] back = roundTrip(Quantization.INT8, values, 9, 50);
    for (int row = 0; row < 9; row++) {
      double largest = largest(values, row * 50, 50);
      for (int i = row * 50; i < (row + 1) * 50; i++) {
        assertThat((double) back[i]).isCloseTo(values[i], within(largest / 254 * 1.001));
      }
    }
  }

  @Test
  void nf4TakesTheNearestOfItsValuesInEveryBlock() {
    float[] values = matrix(7, 50); // the last of the six blocks is not full
    float[] back = roundTrip(Quantization.NF4, values, 7, 50);
    for (int i = 0; i < values.length; i++) {
      int block = i / Nf4Matrix.BLOCK * Nf4Matrix.BLOCK;
      double largest = largest(values, block, Math.min(Nf4Matrix.BLOCK, values.length - block));
      double nearest = Double.MAX_VALUE;
      for (double value : Nf4Matrix.VALUES) {
        double candidate = value * largest;
        nearest =
            Math.abs(candidate - values[i]) < Math.abs(nearest - values[i]) ? candidate : nearest;
      }
      assertThat((double) back[i]).as("number %d", i).isCloseTo(nearest, within(1e-5));
    }
  }

  @Test
  void nf4KeepsZeroAndTheLargestExactlyAndABlockOfZeros() {
    float[] values = new float[128];
    values[3] = -2.5f;
    values[5] = 1.1f;
    float[] back = roundTrip(Quantization.NF4, values, 2, 64);
    assertThat(back[3]).isEqualTo(-2.5f);
    assertThat(back[0]).isZero();
    assertThat(back[100]).isZero();
    assertThat(roundTrip(Quantization.INT8, new float[4], 2, 2)).containsOnly(0);
    assertThat(roundTrip(Quantization.NF4_DOUBLE, new float[4], 2, 2)).containsOnly(0);
  }

  @Test
  void theValuesAreQuantilesThatAreEvenInProbabilityOnEachSideOfZero() {
    // Eight steps above zero and seven below, from the probability that the authors start at.
    double last = 0.9677083;
    double norm = quantile(last);
    for (int i = 0; i < 8; i++) {
      double above = quantile(last + (0.5 - last) * i / 8) / norm;
      assertThat(Nf4Matrix.VALUES[15 - i]).isCloseTo(above, within(1e-5));
    }
    for (int i = 0; i < 7; i++) {
      double below = -quantile(last + (0.5 - last) * i / 7) / norm;
      assertThat(Nf4Matrix.VALUES[i]).isCloseTo(below, within(1e-5));
    }
  }

  /** Where the normal distribution reaches a probability above a half, by bisection. */
  private static double quantile(double probability) {
    double low = 0;
    double high = 5;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      double z = middle / Math.sqrt(2);
      double term = z;
      double series = z;
      for (int n = 1; n < 100; n++) {
        term *= -z * z / n;
        series += term / (2 * n + 1);
      }
      boolean below = 0.5 + series / Math.sqrt(Math.PI) < probability;
      low = below ? middle : low;
      high = below ? high : middle;
    }
    return low;
  }

  /** The errors of a normal matrix, and bits a number, of a matrix large enough to tell. */
  @ParameterizedTest
  @CsvSource({"INT8, 0.012, 8.13", "NF4, 0.10, 4.51", "NF4_DOUBLE, 0.10, 4.13"})
  void errorAndSizeAreThoseOfTheMethod(Quantization quantization, double error, double bits) {
    RandomGenerator random = new Seeds(2).generator("normal");
    float[] values = new float[256 * 256];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    float[] back = roundTrip(quantization, values, 256, 256);
    double square = 0;
    for (int i = 0; i < values.length; i++) {
      square += (back[i] - values[i]) * (double) (back[i] - values[i]) / values.length;
    }
    assertThat(Math.sqrt(square)).isBetween(error / 2, error);
    try (Quantized quantized = quantization.quantize(Tensors.floats(values, 256, 256))) {
      assertThat(quantized.bytes() * 8.0 / values.length).isBetween(bits - 0.13, bits);
    }
  }

  private static double largest(float[] values, int start, int count) {
    double largest = 0;
    for (int i = start; i < start + count; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }

  @ParameterizedTest
  @EnumSource(names = {"LLAMA", "GPT2", "GPT_NEOX", "QWEN3"})
  void onlyTheLinearMapsOfTheLayersAreChangedAndLogitsStayNear(DecoderFamily family) {
    Decoder decoder =
        new Decoder(DecoderConfig.builder(family, 40, 32, 2, 4).initialDeviation(0.15).build());
    TokenInput input = TokenInput.of(new int[][] {{3, 1, 4, 1, 5, 9}});
    try (Parameters weights = decoder.initialize(new Seeds(6));
        QuantizedWeights int8 = QuantizedWeights.of(decoder, weights, Quantization.INT8);
        QuantizedWeights nf4 = QuantizedWeights.of(decoder, weights, Quantization.NF4_DOUBLE)) {
      assertThat(nf4.names()).containsExactlyElementsOf(weights.names());
      Tensor exact = decoder.forward(weights, input);
      double coarse = difference(decoder.forward(nf4, input), exact);
      double fine = difference(decoder.forward(int8, input), exact);
      assertThat(fine).isLessThan(0.02);
      assertThat(coarse).isBetween(fine, 0.4);
      for (String name : weights.names()) {
        boolean same =
            Arrays.equals(Tensors.floats(nf4.get(name)), Tensors.floats(weights.get(name)));
        boolean map =
            decoder.linearSites().entrySet().stream()
                .anyMatch(e -> e.getKey().layer() >= 0 && e.getValue().equals(name));
        assertThat(same).as(name).isNotEqualTo(map);
      }
    }
  }

  private static double difference(Tensor actual, Tensor expected) {
    return Tensors.item(actual.sub(expected).norm()) / Tensors.item(expected.norm());
  }

  @Test
  void loraLearnsBesideAnNf4BaseThatStaysAsItWas() {
    Decoder decoder =
        new Decoder(DecoderConfig.builder(40, 32, 2, 2).initialDeviation(0.2).build());
    TrainingSet set =
        TrainingSet.of(
            List.of(
                TrainingExample.causal(new int[] {1, 7, 8, 9, 10, 2}),
                TrainingExample.causal(new int[] {3, 17, 18, 19, 20, 2})));
    try (Parameters weights = decoder.initialize(new Seeds(4));
        QuantizedWeights base = QuantizedWeights.of(decoder, weights, Quantization.NF4_DOUBLE);
        Lora lora = Lora.create(decoder, LoraConfig.ofRank(8), new Seeds(5))) {
      Map<String, float[]> before = new TreeMap<>();
      base.names().forEach(name -> before.put(name, Tensors.floats(base.get(name))));
      TokenObjective objective =
          new TokenObjective(
              decoder, base, Interventions.of(lora), set, TokenObjective.Packing.JOINED);
      double untrained = objective.mean(2);
      TrainerConfig config =
          TrainerConfig.builder(new LearningRateSchedule.Constant(0.02, 0)).steps(40).build();
      new Trainer(config, lora.parameters(), objective).train();
      assertThat(objective.mean(2)).isLessThan(untrained / 2);
      base.names()
          .forEach(
              name ->
                  assertThat(Tensors.floats(base.get(name))).as(name).isEqualTo(before.get(name)));
      lora.enable(false);
      assertThat(objective.mean(2)).isEqualTo(untrained);
    }
  }
}
