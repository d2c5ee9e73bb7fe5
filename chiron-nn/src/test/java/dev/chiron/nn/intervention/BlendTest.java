package dev.chiron.nn.intervention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.adapter.Lora;
import dev.chiron.nn.adapter.LoraConfig;
import dev.chiron.nn.adapter.PrefixConfig;
import dev.chiron.nn.adapter.PrefixTuning;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlendTest {
  private static final Decoder DECODER =
      new Decoder(DecoderConfig.builder(23, 16, 2, 4).initialDeviation(0.3).build());

  private static final Site SITE = new Site(1, Site.ATTENTION_VALUE);

  @SuppressWarnings("NullAway.Init") // opened before each test
  private Scope scope;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Lora first;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Lora second;

  @BeforeEach
  void makeAdapters() {
    scope = Scope.open();
    first = moved(1);
    second = moved(2);
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
    scope.close();
  }

  private static Lora moved(long seed) {
    Lora lora = Lora.create(DECODER, LoraConfig.ofRank(2), new Seeds(seed));
    Torch.seed(seed);
    try (var _ = Torch.noGradient()) {
      lora.parameters().trained().values().forEach(tensor -> tensor.normal_());
    }
    return lora;
  }

  private static Blend.Part part(Intervention intervention, double weight) {
    return new Blend.Part(intervention, weight);
  }

  @Test
  void twoAdaptersWithWeightsAreTheWeightedSumOfTheirEffects() {
    Tensor input = torch.randn(1, 4, 16);
    Tensor output = torch.randn(1, 4, 16);
    float[] plain = Tensors.floats(output);
    float[] one = Tensors.floats(first.linear(SITE, input, output));
    float[] two = Tensors.floats(second.linear(SITE, input, output));
    Blend blend = new Blend(List.of(part(first, 0.5), part(second, -2)));
    float[] both = Tensors.floats(blend.linear(SITE, input, output));
    for (int i = 0; i < both.length; i++) {
      double effects = 0.5 * (one[i] - plain[i]) - 2 * (two[i] - plain[i]);
      assertThat((double) both[i]).isCloseTo(plain[i] + effects, within(1e-3));
    }
  }

  @Test
  void aWeightOfZeroIsTheBaseAndOfOneTheAdapter() {
    try (Parameters base = DECODER.initialize(new Seeds(1))) {
      float[] plain = logits(base, Interventions.NONE);
      float[] adapted = logits(base, Interventions.of(first));
      Blend none = new Blend(List.of(part(first, 0), part(second, 0)));
      assertThat(logits(base, Interventions.of(none))).isEqualTo(plain);
      float[] whole = logits(base, Interventions.of(new Blend(List.of(part(first, 1)))));
      for (int i = 0; i < whole.length; i++) {
        assertThat(whole[i]).isCloseTo(adapted[i], within(1e-3f));
      }
      assertThat(Math.abs(adapted[0] - plain[0])).isGreaterThan(1e-2f);
    }
  }

  private static float[] logits(Parameters base, Interventions interventions) {
    TokenInput input = TokenInput.of(new int[][] {{1, 5, 22}});
    return Tensors.floats(DECODER.forward(base, input, interventions));
  }

  @Test
  void virtualTokensCannotBeBlended() {
    try (PrefixTuning prefix = PrefixTuning.create(DECODER, PrefixConfig.of(2), new Seeds(1))) {
      assertThatThrownBy(() -> new Blend(List.of(part(prefix, 1))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("PrefixTuning");
    }
  }

  @Test
  void tapsRecordWhatPassesWithoutAChange() {
    List<Site> sites = new ArrayList<>(List.of(SITE, new Site(0, Site.RESIDUAL)));
    try (Parameters base = DECODER.initialize(new Seeds(1)).trainAll();
        Taps taps = Taps.at(sites)) {
      float[] plain = logits(base, Interventions.NONE);
      assertThat(logits(base, Interventions.of(taps))).isEqualTo(plain);
      Tensor weight = base.get("model.layers.1.self_attn.v_proj.weight");
      assertThat(Tensors.floats(torch.linear(taps.input(SITE), weight)))
          .isEqualTo(Tensors.floats(taps.output(SITE)));
      assertThat(taps.output(SITE).requires_grad()).isFalse();
      assertThat(Tensors.shape(taps.residual(new Site(0, Site.RESIDUAL))))
          .containsExactly(1, 3, 16);
      Site elsewhere = new Site(1, Site.RESIDUAL);
      assertThatThrownBy(() -> taps.residual(elsewhere)).hasMessageContaining("layers.1.residual");
    }
  }
}
