package dev.chiron.nn.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.checkpoint.SafetensorsFile;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What must hold of every kind of adapter. */
class AdapterTest {
  private static final Decoder DECODER =
      new Decoder(
          DecoderConfig.builder(23, 16, 2, 4)
              .keyValueHeads(2)
              .attentionBias(true)
              .feedForwardBias(true)
              .initialDeviation(0.3)
              .build());

  private static final TokenInput INPUT = TokenInput.of(new int[][] {{1, 5, 22, 0, 7}});

  private static final List<String> TARGETS =
      List.of(Site.ATTENTION_QUERY, Site.FEED_FORWARD_DOWN, Site.HEAD.part());

  enum Kind {
    LORA("LORA", "base_model.model.model.layers.1.mlp.down_proj.lora_A.weight", "[3, 48]"),
    IA3("IA3", "base_model.model.model.layers.1.mlp.down_proj.ia3_l", "[1, 48]"),
    HOULSBY(
        "BOTTLENECK",
        "base_model.model.model.layers.0.self_attn.o_proj.adapter_down.weight",
        "[4, 16]"),
    PFEIFFER(
        "BOTTLENECK", "base_model.model.model.layers.0.mlp.down_proj.adapter_up.weight", "[16, 4]"),
    BITFIT("BITFIT", "base_model.model.model.layers.1.self_attn.k_proj.bias_change", "[8]"),
    PREFIX("PREFIX_TUNING", "prompt_embeddings", "[3, 32]"),
    NETWORK_PREFIX("PREFIX_TUNING", "prompt_embeddings", "[3, 32]"),
    DEEP_PREFIX("DEEP_PREFIX_TUNING", "prompt_embeddings", "[3, 16]"),
    PROMPT("PROMPT_TUNING", "prompt_embeddings", "[3, 16]"),
    ENCODED_PROMPT("P_TUNING", "prompt_embeddings", "[3, 16]");

    private final String type;
    private final String tensor;
    private final String shape;

    Kind(String type, String tensor, String shape) {
      this.type = type;
      this.tensor = tensor;
      this.shape = shape;
    }

    Adapter create(Weights base) {
      Seeds seeds = new Seeds(2);
      return switch (this) {
        case LORA -> Lora.create(DECODER, new LoraConfig(3, 12, 0, TARGETS), seeds);
        case IA3 -> Ia3.create(DECODER);
        case HOULSBY -> Bottleneck.create(DECODER, BottleneckConfig.houlsby(4), seeds);
        case PFEIFFER -> Bottleneck.create(DECODER, BottleneckConfig.pfeiffer(4), seeds);
        case BITFIT -> BitFit.create(DECODER);
        case PREFIX -> PrefixTuning.create(DECODER, PrefixConfig.of(3), seeds);
        case NETWORK_PREFIX -> PrefixTuning.create(DECODER, new PrefixConfig(3, 5, 0), seeds);
        case DEEP_PREFIX -> PrefixTuning.create(DECODER, new PrefixConfig(3, 0, 1), seeds);
        case PROMPT -> PromptTuning.ofVocabulary(DECODER, base, 3, seeds);
        case ENCODED_PROMPT -> PromptTuning.encoded(DECODER, 3, 5, seeds);
      };
    }
  }

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  @SuppressWarnings("NullAway.Init") // opened before each test
  private Scope scope;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Parameters base;

  @BeforeEach
  void makeModel() {
    scope = Scope.open();
    base = DECODER.initialize(new Seeds(1));
    try (var _ = Torch.noGradient()) {
      base.names().stream()
          .filter(name -> name.endsWith(".bias"))
          .forEach(name -> base.get(name).uniform_());
    }
  }

  @AfterEach
  void close() {
    base.close();
    scope.close();
  }

  /** As after some training: every parameter moved. */
  private static void move(Adapter adapter) {
    Torch.seed(7);
    try (var _ = Torch.noGradient()) {
      for (Tensor tensor : adapter.parameters().trained().values()) {
        tensor.add_(torch.randn_like(tensor));
      }
    }
  }

  private static float[] logits(Weights weights, Adapter... adapters) {
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      return Tensors.floats(DECODER.forward(weights, INPUT, Interventions.of(adapters)));
    }
  }

  private static double distance(float[] a, float[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"PREFIX", "NETWORK_PREFIX", "DEEP_PREFIX", "PROMPT", "ENCODED_PROMPT"})
  void aFreshAdapterOfNoVirtualTokensChangesNothing(Kind kind) {
    try (Adapter adapter = kind.create(base)) {
      assertThat(logits(base, adapter)).isEqualTo(logits(base));
    }
  }

  @ParameterizedTest
  @EnumSource
  void switchedOffItIsTheBaseBitForBit(Kind kind) {
    try (Adapter adapter = kind.create(base)) {
      move(adapter);
      float[] plain = logits(base);
      assertThat(distance(logits(base, adapter), plain)).isGreaterThan(0.02);
      adapter.enable(false);
      assertThat(logits(base, adapter)).isEqualTo(plain);
      assertThat(adapter.virtualTokens()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsReachAllOfTheAdapterAndNothingElse(Kind kind) {
    try (Adapter adapter = kind.create(base)) {
      move(adapter);
      DECODER.forward(base, INPUT, Interventions.of(adapter)).square().mean().backward();
      assertThat(adapter.parameters().trained()).hasSameSizeAs(adapter.parameters().names());
      adapter
          .parameters()
          .trained()
          .forEach(
              (name, tensor) ->
                  assertThat(Tensors.item(tensor.grad().abs().max())).as(name).isPositive());
      base.names().forEach(name -> assertThat(base.get(name).grad().defined()).isFalse());
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreThoseOfFiniteDifferences(Kind kind) {
    try (Adapter adapter = kind.create(base);
        Parameters wide = Parameters.owning(doubles(base))) {
      move(adapter);
      for (Tensor tensor : adapter.parameters().trained().values()) {
        tensor.set_data(tensor.detach().to(ScalarType.Double));
      }
      Torch.seed(3);
      Tensor direction = torch.randn(5, 23).to(ScalarType.Double);
      loss(wide, adapter, direction).backward();
      adapter
          .parameters()
          .trained()
          .forEach(
              (name, tensor) -> {
                long at = tensor.numel() / 2;
                double slope = Tensors.item(tensor.grad().flatten().select(0, at));
                assertThat(difference(wide, adapter, direction, tensor, at))
                    .as(name)
                    .isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
              });
    }
  }

  private static Map<String, Tensor> doubles(Weights weights) {
    Map<String, Tensor> doubles = new LinkedHashMap<>();
    weights.names().forEach(n -> doubles.put(n, weights.get(n).detach().to(ScalarType.Double)));
    return doubles;
  }

  private static Tensor loss(Weights weights, Adapter adapter, Tensor direction) {
    return DECODER
        .forward(weights, INPUT, Interventions.of(adapter))
        .select(0, 0)
        .mul(direction)
        .sum();
  }

  private static double difference(
      Weights weights, Adapter adapter, Tensor direction, Tensor tensor, long at) {
    double step = 1e-5;
    try (var _ = Torch.noGradient()) {
      Tensor entry = tensor.view(-1).select(0, at);
      double before = Tensors.item(entry);
      entry.fill_(new Scalar(before + step));
      double up = Tensors.item(loss(weights, adapter, direction));
      entry.fill_(new Scalar(before - step));
      double down = Tensors.item(loss(weights, adapter, direction));
      entry.fill_(new Scalar(before));
      return (up - down) / (2 * step);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSavedIsReadBackAndHasPeftsNames(Kind kind) {
    Path target = directory.resolve("adapter");
    try (Adapter adapter = kind.create(base)) {
      move(adapter);
      adapter.save(target, "chiron-nano");
      JsonNode config = Json.read(target.resolve("adapter_config.json"));
      assertThat(config.path("peft_type").asText()).isEqualTo(kind.type);
      assertThat(config.path("base_model_name_or_path").asText()).isEqualTo("chiron-nano");
      assertThat(config.path("inference_mode").asBoolean()).isTrue();
      try (SafetensorsFile file =
          SafetensorsFile.open(target.resolve("adapter_model.safetensors"))) {
        assertThat(Arrays.toString(file.shape(kind.tensor))).isEqualTo(kind.shape);
      }
      try (Adapter read = Adapter.load(target, DECODER)) {
        assertThat(read).hasSameClassAs(adapter);
        assertThat(read.parameters().trained()).isEmpty();
        assertThat(logits(base, read)).isEqualTo(logits(base, adapter));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IA3", "BITFIT"})
  void mergedItComputesTheSameAndTheBaseIsUntouched(Kind kind) {
    try (Adapter adapter = kind.create(base)) {
      move(adapter);
      float[] plain = logits(base);
      float[] adapted = logits(base, adapter);
      try (Parameters merged = ((Mergeable) adapter).merged(base)) {
        assertThat(distance(logits(base.overlay(merged)), adapted)).isLessThan(1e-4);
      }
      assertThat(logits(base)).isEqualTo(plain);
      assertThat(Arrays.equals(adapted, plain)).isFalse();
    }
  }
}
