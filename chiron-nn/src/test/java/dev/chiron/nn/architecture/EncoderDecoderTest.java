package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.nn.intervention.Intervention;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EncoderDecoderTest {
  private static final StackSize SIZE = new StackSize(2, 8, 2, 12);
  private static final int[] SOURCE = {3, 7, 4, 16, 7};
  private static final int[] SHORT = {9, 2, 5};
  private static final int[] TARGET = {0, 5, 5, 11};
  private static final int[] OTHER = {0, 8, 1, 3};

  /** The relative positions have few buckets, so that the small tests reach the far ones. */
  static Stream<EncoderDecoderConfig> configs() {
    return Stream.of(
        few(EncoderDecoderConfig.t5(17, SIZE)),
        few(EncoderDecoderConfig.flanT5(17, SIZE)),
        EncoderDecoderConfig.bart(17, SIZE).withInitialDeviation(0.4));
  }

  private static EncoderDecoderConfig few(EncoderDecoderConfig t5) {
    return t5.withRelative(new RelativePositions(8, 6));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void logitsAndGradientsOfAPaddedBatchEqualThePlainReferenceOfEachPair(
      EncoderDecoderConfig config) {
    EncoderDecoder model = new EncoderDecoder(config);
    Parity.assertEqualsReference(
        model,
        3,
        weights ->
            model.forward(
                weights,
                EncoderInput.padded(List.of(SOURCE, SHORT), config.paddingToken()),
                TokenInput.of(new int[][] {TARGET, OTHER}),
                Interventions.NONE),
        weights -> {
          ReferenceEncoderDecoder reference = new ReferenceEncoderDecoder(config, weights);
          List<double[]> rows = new ArrayList<>();
          rows.addAll(List.of(reference.logits(SOURCE, TARGET)));
          rows.addAll(List.of(reference.logits(SHORT, OTHER)));
          return Plain.flat(rows.toArray(double[][]::new));
        });
  }

  @ParameterizedTest
  @MethodSource("configs")
  void logitsThroughTheCacheEqualLogitsWithoutItAndFollowTheSelectedRows(
      EncoderDecoderConfig config) {
    EncoderDecoder model = new EncoderDecoder(config);
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient();
        Parameters weights = Parity.noisyWeights(model, 5)) {
      Encoded source =
          model.encode(
              weights,
              EncoderInput.padded(List.of(SOURCE, SHORT), config.paddingToken()),
              Interventions.NONE);
      Architecture given = model.given(source);
      Tensor whole = given.forward(weights, TokenInput.of(new int[][] {TARGET, OTHER}));
      try (KeyValueCache cache = given.cache(weights, 2, 4)) {
        Tensor first =
            given.forward(
                weights,
                TokenInput.of(new int[][] {{TARGET[0], TARGET[1]}, {OTHER[0], OTHER[1]}})
                    .withCache(cache));
        assertClose(first, whole.narrow(1, 0, 2));
        // One row stays: its source, and the mask of its source, must stay with it.
        try (KeyValueCache one = cache.select(new int[] {1}, 2)) {
          for (int t = 2; t < 4; t++) {
            Tensor next =
                given.forward(weights, TokenInput.of(new int[][] {{OTHER[t]}}).withCache(one));
            assertClose(next.select(0, 0), whole.select(0, 1).narrow(0, t, 1));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void aLaterTargetTokenNeverChangesEarlierLogitsButEverySourceTokenDoes(
      EncoderDecoderConfig config) {
    EncoderDecoder model = new EncoderDecoder(config);
    try (Scope _ = Scope.open();
        Parameters weights = Parity.noisyWeights(model, 5)) {
      int[] changed = TARGET.clone();
      changed[3] = 13;
      int[] otherSource = SOURCE.clone();
      otherSource[4] = 1;
      Tensor logits =
          model.forward(
              weights,
              EncoderInput.of(new int[][] {SOURCE, SOURCE, otherSource}),
              TokenInput.of(new int[][] {TARGET, changed, TARGET}),
              Interventions.NONE);
      assertClose(logits.select(0, 0).narrow(0, 0, 3), logits.select(0, 1).narrow(0, 0, 3));
      Tensor first = logits.select(0, 0).select(0, 0).sub(logits.select(0, 2).select(0, 0));
      assertThat(Tensors.item(first.abs().max())).isGreaterThan(1e-4);
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void sitesNameTheirTowerAndAreSeenOnce(EncoderDecoderConfig config) {
    EncoderDecoder model = new EncoderDecoder(config);
    List<String> seen = new ArrayList<>();
    Intervention tap =
        new Intervention() {
          @Override
          public Tensor linear(Site site, Tensor input, Tensor output) {
            seen.add(site.name());
            return output;
          }
        };
    try (Scope _ = Scope.open();
        Parameters weights = Parity.noisyWeights(model, 5)) {
      model.forward(
          weights,
          EncoderInput.of(new int[][] {SOURCE}),
          TokenInput.of(new int[][] {TARGET}),
          Interventions.of(tap));
    }
    Set<String> declared = new HashSet<>();
    model
        .linearSites()
        .keySet()
        .forEach(
            site -> {
              assertThat(Site.parse(site.name())).isEqualTo(site);
              declared.add(site.name());
            });
    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(declared);
    assertThat(declared)
        .contains(
            "encoder.layers.1.attention.value", "decoder.layers.0.crossattention.key", "head");
  }

  @ParameterizedTest
  @MethodSource("configs")
  void theNumberOfTokensIsBoundedWhereTheyAreLearned(EncoderDecoderConfig config) {
    EncoderDecoder model = new EncoderDecoder(config);
    try (Scope _ = Scope.open();
        Parameters weights = Parity.noisyWeights(model, 5)) {
      EncoderInput source = EncoderInput.of(new int[1][1025]);
      if (config.relative().isPresent()) {
        assertThat(model.encode(weights, source, Interventions.NONE).states().size(1))
            .isEqualTo(1025);
      } else {
        assertThatThrownBy(() -> model.encode(weights, source, Interventions.NONE))
            .hasMessageContaining("1025 tokens do not fit the 1024 positions");
      }
    }
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(Tensors.shape(actual)).isEqualTo(Tensors.shape(expected));
    assertThat(Tensors.item(actual.sub(expected).abs().max())).isLessThanOrEqualTo(2e-5);
  }
}
