package dev.chiron.nn.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoraTest {
  private static final Decoder DECODER =
      new Decoder(
          DecoderConfig.builder(23, 16, 2, 4).keyValueHeads(2).initialDeviation(0.3).build());

  private static final LoraConfig CONFIG =
      new LoraConfig(3, 12, 0, List.of(Site.ATTENTION_QUERY, Site.FEED_FORWARD_DOWN));

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  @SuppressWarnings("NullAway.Init") // opened before each test
  private Scope scope;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Parameters base;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Lora lora;

  @BeforeEach
  void makeModel() {
    scope = Scope.open();
    base = DECODER.initialize(new Seeds(1));
    lora = Lora.create(DECODER, CONFIG, new Seeds(2));
  }

  @AfterEach
  void close() {
    lora.close();
    base.close();
    scope.close();
  }

  private static void makeB(Lora lora) {
    try (var _ = Torch.noGradient()) {
      for (String name : lora.parameters().names()) {
        if (name.contains("lora_B")) {
          lora.parameters().get(name).normal_();
        }
      }
    }
  }

  private static float[] logits(Weights weights, Interventions interventions) {
    try (Scope _ = Scope.open()) {
      TokenInput input = TokenInput.of(new int[][] {{1, 5, 22, 0, 7}});
      return Tensors.floats(DECODER.forward(weights, input, interventions));
    }
  }

  private static double distance(float[] a, float[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  @Test
  void aFreshLoraChangesNothing() {
    assertThat(logits(base, Interventions.of(lora))).isEqualTo(logits(base, Interventions.NONE));
  }

  @Test
  void switchedOffItIsTheBase() {
    makeB(lora);
    float[] plain = logits(base, Interventions.NONE);
    assertThat(distance(logits(base, Interventions.of(lora)), plain)).isGreaterThan(0.1);
    lora.enable(false);
    assertThat(logits(base, Interventions.of(lora))).isEqualTo(plain);
  }

  @Test
  void mergedItComputesTheSameAndTheBaseIsUntouched() {
    makeB(lora);
    float[] plain = logits(base, Interventions.NONE);
    float[] adapted = logits(base, Interventions.of(lora));
    try (Parameters merged = lora.merged(base)) {
      assertThat(merged.names()).hasSize(4);
      float[] inOne = logits(base.overlay(merged), Interventions.NONE);
      assertThat(distance(inOne, adapted)).isLessThan(1e-4);
    }
    assertThat(logits(base, Interventions.NONE)).isEqualTo(plain);
  }

  @Test
  void theUpdateIsScaledByAlphaOverRank() {
    makeB(lora);
    Tensor input = Tensors.floats(new float[16]).add(new Scalar(1));
    Tensor output = Tensors.floats(new float[16]);
    Site site = new Site(1, Site.ATTENTION_QUERY);
    float[] actual = Tensors.floats(lora.linear(site, input, output));
    String module = "base_model.model.model.layers.1.self_attn.q_proj.";
    float[] a = Tensors.floats(lora.parameters().get(module + "lora_A.weight"));
    float[] b = Tensors.floats(lora.parameters().get(module + "lora_B.weight"));
    double expected = 0;
    for (int r = 0; r < 3; r++) {
      double low = 0;
      for (int i = 0; i < 16; i++) {
        low += a[r * 16 + i];
      }
      expected += 4 * b[r] * low;
    }
    assertThat(actual[0]).isCloseTo((float) expected, within(1e-4f));
  }

  @Test
  void gradientsReachTheAdapterAndNotTheBase() {
    TokenInput input = TokenInput.of(new int[][] {{1, 5, 22, 0, 7}});
    DECODER.forward(base, input, Interventions.of(lora)).square().mean().backward();
    lora.parameters()
        .trained()
        .forEach(
            (name, tensor) -> {
              double size = Tensors.item(tensor.grad().abs().max());
              // While B is zero no gradient passes to A.
              assertThat(size > 0).as(name).isEqualTo(name.contains("lora_B"));
            });
    assertThat(lora.parameters().trained()).hasSize(8);
    assertThat(base.trained()).isEmpty();
  }

  @Test
  void dropoutActsOnlyInTraining() {
    LoraConfig config = new LoraConfig(3, 12, 0.5, CONFIG.targets());
    try (Lora dropping = Lora.create(DECODER, config, new Seeds(2))) {
      makeB(dropping);
      float[] quiet = logits(base, Interventions.of(dropping));
      assertThat(logits(base, Interventions.of(dropping))).isEqualTo(quiet);
      dropping.training(true);
      Torch.seed(5);
      float[] one = logits(base, Interventions.of(dropping));
      assertThat(one).isNotEqualTo(quiet);
      Torch.seed(5);
      assertThat(logits(base, Interventions.of(dropping))).isEqualTo(one);
    }
  }

  @Test
  void whatIsSavedInPeftsLayoutIsReadBack() {
    makeB(lora);
    Path target = directory.resolve("adapter");
    lora.save(target, "chiron-nano");
    JsonNode config = Json.read(target.resolve("adapter_config.json"));
    assertThat(config.path("peft_type").asText()).isEqualTo("LORA");
    assertThat(config.path("r").asInt()).isEqualTo(3);
    assertThat(config.path("lora_alpha").asDouble()).isEqualTo(12);
    assertThat(config.path("target_modules").toString()).isEqualTo("[\"q_proj\",\"down_proj\"]");
    try (SafetensorsFile file = SafetensorsFile.open(target.resolve("adapter_model.safetensors"))) {
      assertThat(file.names())
          .hasSize(8)
          .contains("base_model.model.model.layers.0.mlp.down_proj.lora_A.weight");
      assertThat(file.shape("base_model.model.model.layers.1.mlp.down_proj.lora_B.weight"))
          .containsExactly(16, 3);
    }
    try (Lora read = Lora.load(target, DECODER)) {
      assertThat(read.config()).isEqualTo(CONFIG);
      assertThat(logits(base, Interventions.of(read)))
          .isEqualTo(logits(base, Interventions.of(lora)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "peft_type":"LORA"                   | "peft_type":"IA3"             | peft_type
          "use_dora":false                     | "use_dora":true               | use_dora
          "bias":"none"                        | "bias":"all"                  | bias
          "r":3                                | "r":0                         | rank must be at least 1
          "r":3                                | "r":4                         | has shape [3, 16]
          "target_modules":["q_proj","down_proj"] | "target_modules":["c_attn"] | no module "c_attn"
          "target_modules":["q_proj","down_proj"] | "target_modules":["q_proj"] | has no place
          "target_modules":["q_proj","down_proj"] | "target_modules":"all-linear" | is missing
          """)
  void anAdapterThatDoesNotFitIsRefused(String from, String to, String problem) throws IOException {
    Path target = directory.resolve("adapter");
    lora.save(target, "chiron-nano");
    Path file = target.resolve("adapter_config.json");
    String config =
        Json.line(Json.read(file))
            .replace("\"inference_mode\"", "\"use_dora\":false,\"inference_mode\"");
    assertThat(config).contains(from);
    Files.writeString(file, config.replace(from, to));
    assertThatThrownBy(() -> Lora.load(target, DECODER).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining(target.toString())
        .hasMessageContaining(problem);
  }

  @Test
  void aTargetThatTheArchitectureLacksIsRefused() {
    LoraConfig config = new LoraConfig(2, 2, 0, List.of("attention.gate"));
    assertThatThrownBy(() -> Lora.create(DECODER, config, new Seeds(1)).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("attention.gate");
  }

  @Test
  void everyProjectionOfEveryLayerCanBeATarget() {
    try (Lora all = Lora.create(DECODER, LoraConfig.ofRank(2), new Seeds(1))) {
      assertThat(all.parameters().names()).hasSize(2 * 7 * 2);
      assertThat(all.parameters().count())
          .isEqualTo(
              Arrays.stream(new int[] {16 + 16, 16 + 8, 16 + 8, 16 + 16, 16 + 48, 16 + 48, 48 + 16})
                      .sum()
                  * 2L
                  * 2);
    }
  }
}
