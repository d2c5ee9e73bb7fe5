package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.intervention.Intervention;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecoderTest {
  private static final int VOCABULARY = 29;
  private static final int[] ROW = {3, 7, 1, 28, 7, 0, 12};

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

  private static DecoderConfigBuilder tiny() {
    return DecoderConfig.builder(VOCABULARY, 24, 2, 4).initialDeviation(0.3);
  }

  /** Weights in which nothing is at its neutral value, so that each of them matters. */
  private static Parameters randomWeights(Decoder decoder, long seed) {
    Parameters parameters = decoder.initialize(new Seeds(seed));
    RandomGenerator random = new Seeds(seed).generator("noise");
    LinkedHashMap<String, Tensor> noisy = new LinkedHashMap<>();
    for (String name : parameters.names()) {
      float[] values = Tensors.floats(parameters.get(name));
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (0.1 * random.nextGaussian());
      }
      noisy.put(name, Tensors.floats(values, Tensors.shape(parameters.get(name))));
    }
    parameters.load(Weights.of(noisy));
    return parameters;
  }

  private static void assertEqualsReference(DecoderConfig config) {
    Decoder decoder = new Decoder(config);
    try (Parameters weights = randomWeights(decoder, 5)) {
      float[] logits = Tensors.floats(decoder.forward(weights, TokenInput.of(new int[][] {ROW})));
      double[][] expected = new ReferenceDecoder(config, weights).logits(ROW);
      assertThat(logits).hasSize(ROW.length * config.vocabularySize());
      for (int t = 0; t < ROW.length; t++) {
        for (int v = 0; v < config.vocabularySize(); v++) {
          assertThat((double) logits[t * config.vocabularySize() + v])
              .as("logit of token %d at position %d", v, t)
              .isCloseTo(expected[t][v], within(2e-4));
        }
      }
    }
  }

  @Test
  void forwardEqualsThePlainJavaReferenceWithTiedHead() {
    assertEqualsReference(tiny().build());
  }

  @Test
  void forwardEqualsThePlainJavaReferenceWithFreeHeadBiasesAndGroupedQueries() {
    assertEqualsReference(
        tiny()
            .tiedHead(false)
            .attentionBias(true)
            .feedForwardBias(true)
            .keyValueHeads(2)
            .rotaryBase(500)
            .feedForwardWidth(40)
            .headSize(8)
            .build());
  }

  @Test
  void groupedQueriesEqualFullAttentionWithRepeatedKeyAndValueHeads() {
    DecoderConfig grouped = tiny().keyValueHeads(2).build();
    DecoderConfig full = tiny().build();
    Decoder groupedDecoder = new Decoder(grouped);
    try (Parameters weights = randomWeights(groupedDecoder, 8)) {
      LinkedHashMap<String, Tensor> repeated = new LinkedHashMap<>(weights.toMap());
      int size = grouped.headSize();
      repeated.replaceAll(
          (name, tensor) ->
              name.contains("k_proj") || name.contains("v_proj")
                  ? tensor.view(2, 1, size, 24).expand(2, 2, size, 24).reshape(4L * size, 24)
                  : tensor);
      TokenInput input = TokenInput.of(new int[][] {ROW});
      assertClose(
          new Decoder(full).forward(Weights.of(repeated), input),
          groupedDecoder.forward(weights, input),
          1e-5);
    }
  }

  @Test
  void aLaterTokenNeverChangesEarlierLogits() {
    Decoder decoder = new Decoder(tiny().build());
    try (Parameters weights = randomWeights(decoder, 2)) {
      for (int changed = 1; changed < ROW.length; changed++) {
        int[] other = ROW.clone();
        other[changed] = (other[changed] + 11) % VOCABULARY;
        Tensor logits = decoder.forward(weights, TokenInput.of(new int[][] {ROW, other}));
        assertClose(
            logits.select(0, 0).narrow(0, 0, changed),
            logits.select(0, 1).narrow(0, 0, changed),
            1e-5);
        Tensor here = logits.select(0, 0).select(0, changed);
        Tensor there = logits.select(0, 1).select(0, changed);
        assertThat(Tensors.item(here.sub(there).abs().max())).isGreaterThan(1e-2);
      }
    }
  }

  @Test
  void logitsThroughTheCacheEqualLogitsWithoutIt() {
    Decoder decoder = new Decoder(tiny().keyValueHeads(2).build());
    try (Parameters weights = randomWeights(decoder, 3);
        var _ = Torch.noGradient()) {
      Tensor whole = decoder.forward(weights, TokenInput.of(new int[][] {ROW}));
      for (int[] cuts : new int[][] {{1, 1, 1, 1, 1, 1, 1}, {3, 4}, {1, 5, 1}, {4, 1, 2}}) {
        try (KeyValueCache cache = decoder.cache(weights, 1, ROW.length)) {
          List<Tensor> pieces = new ArrayList<>();
          int start = 0;
          for (int length : cuts) {
            int[] part = java.util.Arrays.copyOfRange(ROW, start, start + length);
            pieces.add(
                decoder.forward(weights, TokenInput.of(new int[][] {part}).withCache(cache)));
            start += length;
          }
          assertClose(Tensors.concatenate(pieces, 1), whole, 2e-5);
        }
      }
    }
  }

  @Test
  void aPaddedBatchEqualsItsRowsAlone() {
    Decoder decoder = new Decoder(tiny().build());
    try (Parameters weights = randomWeights(decoder, 4)) {
      int[] shorter = {9, 2, 5};
      int[] padded = {0, 0, 0, 0, 9, 2, 5};
      boolean[] valid = new boolean[14];
      long[] positions = new long[14];
      for (int i = 0; i < 7; i++) {
        valid[i] = true;
        positions[i] = i;
        valid[7 + i] = i >= 4;
        positions[7 + i] = Math.max(0, i - 4);
      }
      Tensor logits =
          decoder.forward(
              weights,
              TokenInput.of(new int[][] {ROW, padded})
                  .withMask(new AttentionMask.Padded(Tensors.booleans(valid, 2, 7)))
                  .withPositions(Tensors.longs(positions, 2, 7)));
      assertClose(
          logits.select(0, 0),
          decoder.forward(weights, TokenInput.of(new int[][] {ROW})).select(0, 0),
          2e-5);
      assertClose(
          logits.select(0, 1).narrow(0, 4, 3),
          decoder.forward(weights, TokenInput.of(new int[][] {shorter})).select(0, 0),
          2e-5);
    }
  }

  @Test
  void anExplicitMaskThatSaysCausalEqualsCausal() {
    Decoder decoder = new Decoder(tiny().build());
    try (Parameters weights = randomWeights(decoder, 4)) {
      TokenInput input = TokenInput.of(new int[][] {ROW});
      Tensor lower = torch.ones(new long[] {1, 1, 7, 7}, Tensors.options(ScalarType.Bool)).tril();
      assertClose(
          decoder.forward(weights, input.withMask(new AttentionMask.Explicit(lower))),
          decoder.forward(weights, input),
          1e-5);
    }
  }

  @Test
  void logitsAtChosenPositionsAreThoseOfTheWholePass() {
    Decoder decoder = new Decoder(tiny().build());
    try (Parameters weights = randomWeights(decoder, 6)) {
      TokenInput input = TokenInput.of(new int[][] {ROW, ROW});
      Tensor whole = decoder.forward(weights, input);
      Tensor chosen =
          decoder.forwardAt(weights, input, Tensors.longs(new int[] {2, 9}), Interventions.NONE);
      assertClose(chosen.select(0, 0), whole.select(0, 0).select(0, 2), 1e-5);
      assertClose(chosen.select(0, 1), whole.select(0, 1).select(0, 2), 1e-5);
      assertClose(
          decoder.forwardLast(weights, input, Interventions.NONE), whole.select(1, 6), 1e-5);
    }
  }

  @Test
  void interventionsActAtEverySiteAndOnlyThere() {
    Decoder decoder = new Decoder(tiny().build());
    try (Parameters weights = randomWeights(decoder, 6)) {
      TokenInput input = TokenInput.of(new int[][] {ROW});
      List<String> seen = new ArrayList<>();
      Intervention tap =
          new Intervention() {
            @Override
            public Tensor linear(Site site, Tensor in, Tensor output) {
              seen.add(site.name());
              return output;
            }

            @Override
            public Tensor residual(Site site, Tensor stream) {
              seen.add(site.name());
              return stream;
            }
          };
      Tensor plain = decoder.forward(weights, input);
      assertClose(decoder.forward(weights, input, Interventions.of(tap)), plain, 0);
      assertThat(seen)
          .startsWith("embedding", "layers.0.attention.query")
          .endsWith("layers.1.residual", "head")
          .hasSize(2 * 8 + 2)
          .containsAll(decoder.linearSites().keySet().stream().map(Site::name).toList());
      Intervention doubling =
          new Intervention() {
            @Override
            public Tensor linear(Site site, Tensor in, Tensor output) {
              return site.equals(Site.HEAD) ? output.mul(new Scalar(2)) : output;
            }
          };
      assertClose(
          decoder.forward(weights, input, Interventions.of(doubling)),
          plain.mul(new Scalar(2)),
          1e-6);
    }
  }

  @Test
  void gradientsEqualFiniteDifferences() {
    DecoderConfig config = tiny().keyValueHeads(2).attentionBias(true).build();
    Decoder decoder = new Decoder(config);
    LinkedHashMap<String, Tensor> wide = new LinkedHashMap<>();
    try (Parameters narrow = randomWeights(decoder, 11)) {
      narrow.names().forEach(n -> wide.put(n, narrow.get(n).to(ScalarType.Double)));
    }
    try (Parameters weights = Parameters.owning(wide).trainAll()) {
      loss(decoder, weights).backward();
      double step = 1e-5;
      for (String name : weights.names()) {
        Tensor flat = weights.get(name).detach().view(-1);
        float[] gradient = Tensors.floats(weights.get(name).grad());
        for (int i = 0; i < gradient.length; i += Math.max(1, gradient.length / 4)) {
          double high = shiftedLoss(decoder, weights, flat, i, step);
          double low = shiftedLoss(decoder, weights, flat, i, -2 * step);
          flat.select(0, i).add_(new Scalar(step));
          assertThat((high - low) / (2 * step))
              .as("d loss / d %s[%d]", name, i)
              .isCloseTo(gradient[i], within(1e-6 + 1e-5 * Math.abs(gradient[i])));
        }
      }
    }
  }

  private static double shiftedLoss(
      Decoder decoder, Weights weights, Tensor flat, int index, double shift) {
    try (var _ = Torch.noGradient()) {
      flat.select(0, index).add_(new Scalar(shift));
      return Tensors.item(loss(decoder, weights));
    }
  }

  private static Tensor loss(Decoder decoder, Weights weights) {
    Tensor logits = decoder.forward(weights, TokenInput.of(new int[][] {ROW})).select(0, 0);
    Tensor targets = Tensors.longs(ROW).narrow(0, 1, 6);
    return torch.nll_loss(
        torch.log_softmax(logits.narrow(0, 0, 6), 1), targets, new TensorOptional(), 1, -100);
  }

  @Test
  void initialWeightsDependOnTheSeedAlone() {
    Decoder decoder = new Decoder(DecoderConfig.llama(100, 32, 2, 4));
    try (Parameters one = decoder.initialize(new Seeds(1));
        Parameters again = decoder.initialize(new Seeds(1));
        Parameters other = decoder.initialize(new Seeds(2))) {
      String name = "model.layers.1.mlp.down_proj.weight";
      assertThat(Tensors.floats(one.get(name))).isEqualTo(Tensors.floats(again.get(name)));
      assertThat(Tensors.floats(one.get(name))).isNotEqualTo(Tensors.floats(other.get(name)));
      assertThat(Tensors.item(one.get(name).detach().pow(new Scalar(2)).mean()))
          .isCloseTo(0.02 * 0.02 / 4, within(2e-5));
      assertThat(one.names()).containsExactlyElementsOf(decoder.shapes().keySet());
    }
  }

  @Test
  void positionsBeyondTheDeclaredContextStillTurn() {
    RotaryTable table = new RotaryTable(8, 10_000, RotaryScaling.NONE, 16);
    Tensor like = Tensors.floats(new float[] {0});
    float[] head = {1, 2, 3, 4, 5, 6, 7, 8};
    double[] wide = {1, 2, 3, 4, 5, 6, 7, 8};
    Tensor heads = Tensors.floats(head, 1, 1, 1, 8);
    for (int position : new int[] {0, 1, 5, 15, 100, 1000}) {
      float[] byRange = Tensors.floats(table.consecutive(position, 1, like).turn(heads));
      Tensor index = Tensors.longs(new int[] {position}, 1, 1);
      float[] byIndex = Tensors.floats(table.at(index, like).turn(heads));
      double[] expected = ReferenceDecoder.turn(wide, position, 10_000);
      for (int i = 0; i < 8; i++) {
        assertThat((double) byRange[i]).isCloseTo(expected[i], within(1e-5));
        assertThat((double) byIndex[i]).isCloseTo(expected[i], within(1e-5));
      }
    }
  }

  @Test
  void rmsNormEqualsItsClosedForm() {
    Norm norm = new Norm(NormShape.rms(0.5), "norm", 4);
    Weights weights =
        Weights.of(java.util.Map.of("norm.weight", Tensors.floats(new float[] {1, 2, -1, 0})));
    float[] y = Tensors.floats(norm.apply(weights, Tensors.floats(new float[] {1, -2, 3, 4})));
    double[] expected =
        ReferenceDecoder.norm(new double[] {1, -2, 3, 4}, new double[] {1, 2, -1, 0}, 0.5);
    assertThat(expected[0]).isCloseTo(1 / Math.sqrt(8), within(1e-12));
    for (int i = 0; i < 4; i++) {
      assertThat((double) y[i]).isCloseTo(expected[i], within(1e-6));
    }
  }

  private static void assertClose(Tensor actual, Tensor expected, double tolerance) {
    assertThat(Tensors.shape(actual)).isEqualTo(Tensors.shape(expected));
    assertThat(Tensors.item(actual.sub(expected).abs().max())).isLessThanOrEqualTo(tolerance);
  }
}
