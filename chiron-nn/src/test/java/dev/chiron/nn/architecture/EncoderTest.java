package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.nn.intervention.Intervention;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncoderTest {
  private static final StackSize SIZE = new StackSize(2, 8, 2, 12);
  private static final int[] ROW = {3, 7, 4, 16, 7};
  private static final int[] SHORT = {9, 2, 5};

  private static EncoderConfig config(EncoderFamily family, EncoderHead head) {
    EncoderConfig config =
        family == EncoderFamily.BERT
            ? EncoderConfig.bert(head, 17, SIZE)
            : EncoderConfig.roberta(head, 17, SIZE);
    return config.withContextLength(9).withInitialDeviation(0.4);
  }

  @ParameterizedTest
  @EnumSource(names = {"BERT", "ROBERTA"})
  void maskedLanguageLogitsAndGradientsEqualThePlainReference(EncoderFamily family) {
    EncoderConfig config = config(family, EncoderHead.MASKED_LM);
    Encoder encoder = new Encoder(config);
    int[] types = family == EncoderFamily.BERT ? new int[] {0, 0, 1, 1, 1} : new int[5];
    Parity.assertEqualsReference(
        encoder,
        3,
        weights -> {
          EncoderInput input =
              EncoderInput.of(new int[][] {ROW}).withTypes(Tensors.rows(new int[][] {types}));
          Tensor hidden = encoder.hidden(weights, input, Interventions.NONE);
          return encoder.tokenLogits(weights, hidden, Interventions.NONE);
        },
        weights -> {
          ReferenceEncoder reference = new ReferenceEncoder(config, weights);
          return Plain.flat(reference.tokenLogits(reference.hidden(ROW, types)));
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"BERT", "ROBERTA"})
  void labelLogitsAndGradientsOfAPaddedBatchEqualThePlainReferenceOfEachText(EncoderFamily family) {
    EncoderConfig config =
        config(family, EncoderHead.NONE).withLabels(List.of("bad", "fair", "good"));
    Encoder encoder = new Encoder(config);
    Parity.assertEqualsReference(
        encoder,
        4,
        weights -> {
          EncoderInput input = EncoderInput.padded(List.of(ROW, SHORT), config.paddingToken());
          Tensor hidden = encoder.hidden(weights, input, Interventions.NONE);
          return encoder.labelLogits(weights, hidden, Interventions.NONE);
        },
        weights -> {
          ReferenceEncoder reference = new ReferenceEncoder(config, weights);
          double[] first = reference.labelLogits(reference.hidden(ROW, new int[5]));
          double[] second = reference.labelLogits(reference.hidden(SHORT, new int[3]));
          return Plain.flat(new double[][] {first, second});
        });
  }

  @Test
  void aLaterTokenChangesTheStateOfAnEarlierOne() {
    Encoder encoder = new Encoder(config(EncoderFamily.BERT, EncoderHead.NONE));
    try (Scope _ = Scope.open();
        Parameters weights = Parity.noisyWeights(encoder, 1)) {
      int[] other = ROW.clone();
      other[4] = 2;
      Tensor states =
          encoder.hidden(weights, EncoderInput.of(new int[][] {ROW, other}), Interventions.NONE);
      Tensor difference = states.select(0, 0).select(0, 0).sub(states.select(0, 1).select(0, 0));
      assertThat(Tensors.item(difference.abs().max())).isGreaterThan(1e-3);
    }
  }

  @Test
  void interventionsActAtEverySite() {
    Encoder encoder = new Encoder(config(EncoderFamily.BERT, EncoderHead.MASKED_LM));
    List<String> seen = new ArrayList<>();
    Intervention tap =
        new Intervention() {
          @Override
          public Tensor linear(Site site, Tensor input, Tensor output) {
            seen.add(site.name());
            return output;
          }

          @Override
          public Tensor residual(Site site, Tensor stream) {
            seen.add(site.name());
            return stream;
          }
        };
    try (Scope _ = Scope.open();
        Parameters weights = Parity.noisyWeights(encoder, 1)) {
      Interventions taps = Interventions.of(tap);
      Tensor hidden = encoder.hidden(weights, EncoderInput.of(new int[][] {ROW}), taps);
      encoder.tokenLogits(weights, hidden, taps);
    }
    assertThat(seen)
        .startsWith("embedding", "layers.0.attention.query")
        .endsWith("layers.1.residual", "head.transform", "head")
        .hasSize(1 + 2 * 7 + 2)
        .containsAll(encoder.linearSites().keySet().stream().map(Site::name).toList());
    encoder.linearSites().keySet().forEach(s -> assertThat(Site.parse(s.name())).isEqualTo(s));
  }

  @Test
  void aTextLongerThanThePositionsIsRefused() {
    Encoder encoder = new Encoder(config(EncoderFamily.ROBERTA, EncoderHead.NONE));
    try (Scope _ = Scope.open();
        Parameters weights = Parity.noisyWeights(encoder, 1)) {
      EncoderInput nine = EncoderInput.of(new int[1][9]);
      encoder.hidden(weights, nine, Interventions.NONE);
      assertThatThrownBy(
              () -> encoder.hidden(weights, EncoderInput.of(new int[1][10]), Interventions.NONE))
          .hasMessageContaining("10 tokens do not fit the 9 positions");
    }
  }
}
