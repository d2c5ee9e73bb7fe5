package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.adapter.Lora;
import dev.chiron.nn.adapter.LoraConfig;
import dev.chiron.nn.intervention.Intervention;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.quantization.Quantization;
import dev.chiron.nn.quantization.QuantizedWeights;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecomputationTest {
  private static final int[][] ROWS = {{3, 7, 1, 18, 7, 0, 12}, {1, 2, 3, 4, 5, 6, 7}};

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

  /** The gradients of all that is trained, after a loss of some passes. */
  private static Map<String, float[]> gradients(
      Decoder decoder, Parameters base, Interventions interventions, Parameters trained) {
    trained.trained().values().forEach(each -> each.mutable_grad().reset());
    try (Scope _ = Scope.open()) {
      Torch.seed(9); // dropout
      Tensor first = decoder.forward(base, TokenInput.of(ROWS), interventions).square().mean();
      Tensor second =
          decoder
              .forward(base, TokenInput.of(new int[][] {{9, 8, 7}}), interventions)
              .square()
              .mean();
      first.add(second).backward();
    }
    Map<String, float[]> gradients = new LinkedHashMap<>();
    trained.trained().forEach((name, each) -> gradients.put(name, Tensors.floats(each.grad())));
    return gradients;
  }

  private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((name, each) -> assertThat(each).as(name).isEqualTo(expected.get(name)));
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreTheSameBitForBit(DecoderModel model) {
    Decoder decoder = new Decoder(model.config());
    try (Parameters weights = DecoderModel.weights(decoder).trainAll()) {
      Map<String, float[]> kept = gradients(decoder, weights, Interventions.NONE, weights);
      Map<String, float[]> again =
          gradients(decoder.recomputing(), weights, Interventions.NONE, weights);
      assertSame(again, kept);
    }
  }

  @Test
  void adaptersWithDropoutBesideFrozenWeightsGetTheSameGradients() {
    Decoder decoder = new Decoder(DecoderConfig.llama(19, 16, 3, 2));
    LoraConfig config = new LoraConfig(4, 8, 0.5, LoraConfig.ofRank(4).targets());
    try (Parameters weights = decoder.initialize(new Seeds(1));
        Lora lora = Lora.create(decoder, config, new Seeds(2))) {
      lora.parameters()
          .trained()
          .values()
          .forEach(each -> each.detach().add_(each.detach().add(new Scalar(0.1))));
      lora.training(true);
      Interventions adapted = Interventions.of(lora);
      Map<String, float[]> kept = gradients(decoder, weights, adapted, lora.parameters());
      assertSame(gradients(decoder.recomputing(), weights, adapted, lora.parameters()), kept);
      lora.training(false);
      assertThat(gradients(decoder, weights, adapted, lora.parameters()).values())
          .as("dropout matters")
          .usingRecursiveComparison()
          .isNotEqualTo(kept.values());
    }
  }

  @Test
  void eachLayerIsComputedOnceMoreInTheBackwardPassAndTheLogitsAreTheSame() {
    Decoder decoder = new Decoder(DecoderConfig.llama(19, 16, 60, 2)); // more than can be numbered
    List<Integer> visited = new ArrayList<>();
    Intervention visitor =
        new Intervention() {
          @Override
          public Tensor residual(Site site, Tensor stream) {
            visited.add(site.layer());
            return stream;
          }
        };
    try (Parameters weights = decoder.initialize(new Seeds(1)).trainAll()) {
      TokenInput input = TokenInput.of(ROWS);
      Tensor plain = decoder.forward(weights, input);
      Tensor again = decoder.recomputing().forward(weights, input, Interventions.of(visitor));
      assertThat(Tensors.floats(again)).isEqualTo(Tensors.floats(plain));
      assertThat(visited).hasSize(61).startsWith(-1, 0, 1).endsWith(59);
      again.square().mean().backward();
      assertThat(visited).hasSize(121).endsWith(2, 1, 0);
    }
  }

  @Test
  void nothingIsRecomputedWithoutGradients() {
    Decoder decoder = new Decoder(DecoderConfig.llama(19, 16, 2, 2)).recomputing();
    try (Parameters weights = decoder.initialize(new Seeds(1)).trainAll();
        var _ = Torch.noGradient()) {
      assertThat(decoder.forward(weights, TokenInput.of(ROWS)).requires_grad()).isFalse();
    }
  }

  @Test
  void quantisedWeightsGetTheSameGradientsToo() {
    Decoder decoder = new Decoder(DecoderConfig.llama(19, 16, 2, 2));
    try (Parameters weights = decoder.initialize(new Seeds(1));
        QuantizedWeights base = QuantizedWeights.of(decoder, weights, Quantization.NF4);
        Lora lora = Lora.create(decoder, LoraConfig.ofRank(2), new Seeds(2));
        Parameters plain = Parameters.copyOf(base)) {
      Interventions adapted = Interventions.of(lora);
      Map<String, float[]> kept = gradients(decoder, plain, adapted, lora.parameters());
      for (Tensor each : lora.parameters().trained().values()) {
        each.mutable_grad().reset();
      }
      decoder.recomputing().forward(base, TokenInput.of(ROWS), adapted).square().mean().backward();
      decoder
          .recomputing()
          .forward(base, TokenInput.of(new int[][] {{9, 8, 7}}), adapted)
          .square()
          .mean()
          .backward();
      lora.parameters()
          .trained()
          .forEach(
              (name, each) ->
                  assertThat(Tensors.floats(each.grad())).as(name).isEqualTo(kept.get(name)));
    }
  }
}
