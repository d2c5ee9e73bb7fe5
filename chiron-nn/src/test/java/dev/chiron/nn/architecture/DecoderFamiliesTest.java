package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every family against its own plain Java reference, on the tensors of its files. */
class DecoderFamiliesTest {
  private static final int VOCABULARY = DecoderModel.VOCABULARY;
  private static final int[] ROW = {3, 7, 1, 18, 7, 0, 12};

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

  /** What a file would hold of some weights, or of their gradients. */
  private static Map<String, double[]> files(Decoder decoder, Weights weights) {
    Map<String, double[]> tensors = new LinkedHashMap<>();
    Weights files = Checkpoint.files(decoder, weights);
    for (String name : files.names()) {
      tensors.put(name, doubles(files.get(name)));
    }
    return tensors;
  }

  private static double[] doubles(Tensor tensor) {
    Tensor flat = tensor.detach().contiguous().view(-1);
    double[] values = new double[(int) flat.numel()];
    for (int i = 0; i < values.length; i++) {
      values[i] = flat.select(0, i).item_double();
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource
  void logitsEqualThoseOfThePlainJavaReference(DecoderModel model) {
    Decoder decoder = new Decoder(model.config());
    try (Parameters weights = DecoderModel.weights(decoder)) {
      double[] logits = doubles(decoder.forward(weights, TokenInput.of(new int[][] {ROW})));
      double[][] expected =
          ReferenceDecoders.logits(model.config().toJson(), files(decoder, weights), ROW);
      for (int t = 0; t < ROW.length; t++) {
        for (int v = 0; v < VOCABULARY; v++) {
          assertThat(logits[t * VOCABULARY + v])
              .as("logit of token %d at position %d", v, t)
              .isCloseTo(expected[t][v], within(1e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsEqualFiniteDifferencesOfTheReference(DecoderModel model) {
    Decoder decoder = new Decoder(model.config());
    int[] row = Arrays.copyOf(ROW, 5);
    try (Parameters weights = DecoderModel.weights(decoder)) {
      Map<String, double[]> tensors = files(decoder, weights);
      weights.trainAll();
      Tensor logits = decoder.forward(weights, TokenInput.of(new int[][] {row}));
      logits.square().sum().backward();
      LinkedHashMap<String, Tensor> gradients = new LinkedHashMap<>();
      weights.names().forEach(name -> gradients.put(name, weights.get(name).grad()));
      Map<String, double[]> actual = files(decoder, Weights.of(gradients));
      double step = 1e-5;
      tensors.forEach(
          (name, values) -> {
            for (int i = 1; i < values.length; i += 1 + values.length / 3) {
              double before = values[i];
              values[i] = before + step;
              double above = squares(model, tensors, row);
              values[i] = before - step;
              double below = squares(model, tensors, row);
              values[i] = before;
              double expected = (above - below) / (2 * step);
              assertThat(gradient(actual, name)[i])
                  .as("gradient of %s at %d", name, i)
                  .isCloseTo(expected, within(1e-4 * (1 + Math.abs(expected))));
            }
          });
    }
  }

  private static double[] gradient(Map<String, double[]> gradients, String name) {
    double[] values = gradients.get(name);
    assertThat(values).as(name).isNotNull();
    return values == null ? new double[0] : values;
  }

  private static double squares(DecoderModel model, Map<String, double[]> tensors, int[] row) {
    double sum = 0;
    for (double[] each : ReferenceDecoders.logits(model.config().toJson(), tensors, row)) {
      sum += Arrays.stream(each).map(x -> x * x).sum();
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource
  void logitsThroughTheCacheEqualLogitsWithoutIt(DecoderModel model) {
    Decoder decoder = new Decoder(model.config());
    try (Parameters weights = DecoderModel.weights(decoder);
        var _ = Torch.noGradient()) {
      Tensor whole = decoder.forward(weights, TokenInput.of(new int[][] {ROW}));
      for (int[] cuts : new int[][] {{1, 1, 1, 1, 1, 1, 1}, {3, 4}, {5, 1, 1}}) {
        try (KeyValueCache cache = decoder.cache(weights, 1, ROW.length)) {
          List<Tensor> pieces = new ArrayList<>();
          int start = 0;
          for (int length : cuts) {
            int[] part = Arrays.copyOfRange(ROW, start, start + length);
            pieces.add(
                decoder.forward(weights, TokenInput.of(new int[][] {part}).withCache(cache)));
            start += length;
          }
          assertClose(Tensors.concatenate(pieces, 1), whole);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLeftPaddedRowEqualsTheRowAloneAlsoWhenItIsContinued(DecoderModel model) {
    Decoder decoder = new Decoder(model.config());
    try (Parameters weights = DecoderModel.weights(decoder);
        var _ = Torch.noGradient();
        KeyValueCache cache = decoder.cache(weights, 2, 9)) {
      int[][] rows = {{3, 7, 1, 18, 7, 0, 12}, {0, 0, 0, 0, 9, 2, 5}};
      boolean[] valid = new boolean[18];
      Arrays.fill(valid, true);
      Arrays.fill(valid, 9, 13, false);
      Tensor mask = Tensors.booleans(valid, 2, 9);
      long[] positions = {0, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 1, 2};
      Tensor first =
          decoder.forward(
              weights,
              TokenInput.of(rows)
                  .withMask(new AttentionMask.Padded(mask.narrow(1, 0, 7)))
                  .withPositions(Tensors.longs(positions, 2, 7))
                  .withCache(cache));
      Tensor second =
          decoder.forward(
              weights,
              TokenInput.of(new int[][] {{4, 6}, {4, 6}})
                  .withMask(new AttentionMask.Padded(mask))
                  .withPositions(Tensors.longs(new long[] {7, 8, 3, 4}, 2, 2))
                  .withCache(cache));
      Tensor both = Tensors.concatenate(List.of(first, second), 1);
      int[] longRow = {3, 7, 1, 18, 7, 0, 12, 4, 6};
      int[] shortRow = {9, 2, 5, 4, 6};
      assertClose(
          both.select(0, 0),
          decoder.forward(weights, TokenInput.of(new int[][] {longRow})).select(0, 0));
      assertClose(
          both.select(0, 1).narrow(0, 4, 5),
          decoder.forward(weights, TokenInput.of(new int[][] {shortRow})).select(0, 0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sitesHaveTheSameNamesInEveryFamily(DecoderModel model) {
    Decoder decoder = new Decoder(model.config());
    List<String> sites = decoder.linearSites().keySet().stream().map(Object::toString).toList();
    assertThat(sites)
        .contains(
            "layers.0.attention.query",
            "layers.0.attention.key",
            "layers.1.attention.value",
            "layers.1.attention.output",
            "layers.1.feedforward.up",
            "layers.1.feedforward.down",
            "head");
    decoder
        .linearSites()
        .values()
        .forEach(weight -> assertThat(decoder.shapes()).containsKey(weight));
  }

  @Test
  void aWindowHidesWhatIsFurtherBackAndNothingElse() {
    DecoderConfig config = DecoderModel.MISTRAL.config().toBuilder().layers(1).build();
    Decoder decoder = new Decoder(config);
    try (Parameters weights = DecoderModel.weights(decoder)) {
      Tensor before = decoder.forward(weights, TokenInput.of(new int[][] {ROW})).select(0, 0);
      int[] other = ROW.clone();
      other[1] = 9;
      Tensor after = decoder.forward(weights, TokenInput.of(new int[][] {other})).select(0, 0);
      Tensor change = before.sub(after).abs();
      assertThat(Tensors.item(change.select(0, 3).max())).isGreaterThan(1e-3);
      assertThat(Tensors.item(change.narrow(0, 4, 3).max())).isZero();
    }
  }

  @Test
  void moreTokensThanLearnedPositionsAreRefused() {
    Decoder decoder = new Decoder(DecoderModel.GPT2.config());
    try (Parameters weights = DecoderModel.weights(decoder)) {
      int[][] rows = {new int[25]};
      assertThatThrownBy(() -> decoder.forward(weights, TokenInput.of(rows)))
          .hasMessageContaining("25 tokens do not fit the 24 positions");
    }
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(Tensors.shape(actual)).isEqualTo(Tensors.shape(expected));
    assertThat(Tensors.item(actual.sub(expected).abs().max())).isLessThanOrEqualTo(1e-9);
  }
}
