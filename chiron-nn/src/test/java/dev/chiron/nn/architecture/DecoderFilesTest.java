package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.checkpoint.SafetensorsFile;
import dev.chiron.nn.checkpoint.SafetensorsWriter;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights and configurations go to files in the Hugging Face layout and back. */
class DecoderFilesTest {
  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

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

  private Path single() {
    return directory.resolve(Checkpoint.SINGLE);
  }

  @ParameterizedTest
  @EnumSource
  void weightsAreReadBackAsTheyWereWritten(DecoderModel model) {
    Decoder decoder = new Decoder(model.config());
    try (Parameters weights = DecoderModel.weights(decoder)) {
      Checkpoint.write(single(), decoder, weights, ElementType.F32);
      try (Parameters read = Checkpoint.read(directory, decoder)) {
        assertThat(read.names()).containsExactlyElementsOf(decoder.shapes().keySet());
        for (String name : read.names()) {
          assertThat(Tensors.shape(read.get(name))).isEqualTo(decoder.shapes().get(name));
          assertThat(Tensors.floats(read.get(name)))
              .as(name)
              .isEqualTo(Tensors.floats(weights.get(name)));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConfigurationIsReadBackEqual(DecoderModel model) throws IOException {
    Path file = directory.resolve("config.json");
    Files.writeString(file, Json.pretty(model.config().toJson()));
    assertThat(DecoderConfig.read(file)).isEqualTo(model.config());
    assertThat(Architectures.read(file).config()).isEqualTo(model.config());
  }

  /** As the state dictionaries of the Hugging Face library name and shape them. */
  @ParameterizedTest
  @CsvSource({
    "GPT2, transformer.h.1.attn.c_attn.weight, 16x48",
    "GPT2, transformer.h.1.attn.c_attn.bias, 48",
    "GPT2, transformer.h.0.attn.c_proj.weight, 16x16",
    "GPT2, transformer.h.0.mlp.c_fc.weight, 16x64",
    "GPT2, transformer.h.0.mlp.c_proj.weight, 64x16",
    "GPT2, transformer.wpe.weight, 24x16",
    "OPT, model.decoder.embed_positions.weight, 26x16",
    "OPT, model.decoder.layers.1.fc1.bias, 64",
    "OPT, model.decoder.layers.1.self_attn.out_proj.weight, 16x16",
    "OPT, model.decoder.final_layer_norm.bias, 16",
    "OPT_POST_NORM_NARROW, model.decoder.project_in.weight, 16x8",
    "NEOX, gpt_neox.layers.0.attention.query_key_value.weight, 48x16",
    "NEOX, gpt_neox.layers.0.attention.query_key_value.bias, 48",
    "NEOX, gpt_neox.layers.0.mlp.dense_h_to_4h.weight, 64x16",
    "NEOX, embed_out.weight, 19x16",
    "MISTRAL, model.layers.0.self_attn.k_proj.weight, 8x16",
    "QWEN2, model.layers.0.self_attn.k_proj.bias, 4",
    "QWEN3, model.layers.0.self_attn.q_norm.weight, 6",
    "QWEN3, lm_head.weight, 19x16"
  })
  void filesHaveTheNamesAndShapesOfHuggingFace(DecoderModel model, String name, String shape) {
    Decoder decoder = new Decoder(model.config());
    try (Parameters weights = DecoderModel.weights(decoder)) {
      Checkpoint.write(single(), decoder, weights, ElementType.F32);
    }
    try (SafetensorsFile file = SafetensorsFile.open(single())) {
      assertThat(file.names()).contains(name);
      long[] sizes = file.shape(name);
      assertThat(String.join("x", Arrays.stream(sizes).mapToObj(Long::toString).toList()))
          .isEqualTo(shape);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GPT2", "OPT", "QWEN2"})
  void filesOfTheBareModelAreReadToo(DecoderModel model) {
    Decoder decoder = new Decoder(model.config());
    try (Parameters weights = DecoderModel.weights(decoder)) {
      LinkedHashMap<String, Tensor> bare = new LinkedHashMap<>();
      Checkpoint.files(decoder, weights)
          .toMap()
          .forEach((name, each) -> bare.put(name.substring(decoder.baseModule().length()), each));
      SafetensorsWriter.write(single(), Weights.of(bare));
      try (Parameters read = Checkpoint.read(directory, decoder)) {
        for (String name : read.names()) {
          assertThat(Tensors.floats(read.get(name))).isEqualTo(Tensors.floats(weights.get(name)));
        }
      }
    }
  }

  @Test
  void joinedTensorsAreFoundInShards() throws IOException {
    Decoder decoder = new Decoder(DecoderModel.NEOX.config());
    try (Parameters weights = DecoderModel.weights(decoder)) {
      Map<String, Tensor> all = Checkpoint.files(decoder, weights).toMap();
      LinkedHashMap<String, Tensor> first = new LinkedHashMap<>();
      LinkedHashMap<String, Tensor> second = new LinkedHashMap<>();
      ObjectNode index = Json.object();
      all.forEach(
          (name, tensor) -> {
            boolean early = name.contains("layers.0");
            (early ? first : second).put(name, tensor);
            index
                .withObject("/weight_map")
                .put(name, early ? "one.safetensors" : "two.safetensors");
          });
      SafetensorsWriter.write(directory.resolve("one.safetensors"), Weights.of(first));
      SafetensorsWriter.write(directory.resolve("two.safetensors"), Weights.of(second));
      Files.writeString(directory.resolve(Checkpoint.INDEX), Json.pretty(index));
      try (Parameters read = Checkpoint.read(directory, decoder)) {
        String key = "gpt_neox.layers.1.attention.query_key_value.key.weight";
        assertThat(Tensors.floats(read.get(key))).isEqualTo(Tensors.floats(weights.get(key)));
      }
    }
  }

  @Test
  void aJoinedTensorOfAnotherShapeIsNamedWithBothShapes() {
    Decoder decoder = new Decoder(DecoderModel.GPT2.config());
    try (Parameters weights = DecoderModel.weights(decoder)) {
      LinkedHashMap<String, Tensor> files =
          new LinkedHashMap<>(Checkpoint.files(decoder, weights).toMap());
      files.computeIfPresent("transformer.h.0.attn.c_attn.weight", (_, each) -> each.t());
      SafetensorsWriter.write(single(), Weights.of(files));
      assertThatThrownBy(() -> Checkpoint.read(directory, decoder))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("transformer.h.0.attn.c_attn.weight")
          .hasMessageContaining("[48, 16]")
          .hasMessageContaining("[16, 48]");
    }
  }

  @ParameterizedTest
  @CsvSource({"F16, 0.0005", "BF16, 0.004", "F32, 0"})
  void narrowNumbersAreReadBackWithinTheirPrecision(ElementType type, double precision) {
    Decoder decoder = new Decoder(DecoderModel.GPT2.config());
    try (Parameters weights = DecoderModel.weights(decoder)) {
      Checkpoint.write(single(), decoder, weights, type);
      try (SafetensorsFile file = SafetensorsFile.open(single())) {
        assertThat(file.type("transformer.wte.weight")).isEqualTo(type);
      }
      try (Parameters read = Checkpoint.read(directory, decoder)) {
        for (String name : read.names()) {
          Tensor exact = weights.get(name);
          Tensor allowed = exact.abs().mul(new Scalar(precision)).add(new Scalar(1e-7));
          assertThat(Tensors.item(read.get(name).sub(exact).abs().sub(allowed).max()))
              .as(name)
              .isLessThanOrEqualTo(0);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GPT2    | "scale_attn_by_inverse_layer_idx": true | true is not supported
          GPT2    | "activation_function": "mish"           | these are: silu, gelu
          GPT2    | "n_layer": 0                            | at least 1
          GPT2    | "n_head": 5                             | 5 heads do not divide a width of 16
          OPT     | "layer_norm_elementwise_affine": false  | false is not supported
          NEOX    | "rotary_pct": 1.5                       | must be in (0, 1]
          QWEN2   | "use_sliding_window": true              | is missing
          QWEN2   | "layer_types": ["sliding_attention"]    | layer 0 is "sliding_attention"
          MISTRAL | "sliding_window": 0                     | at least 1
          """)
  void whatCannotBeHonouredIsNamed(DecoderModel model, String change, String problem)
      throws IOException {
    Path file = directory.resolve("config.json");
    ObjectNode json = model.config().toJson();
    json.setAll((ObjectNode) Json.parse(file, 1, "{" + change + "}"));
    Files.writeString(file, Json.pretty(json));
    assertThatThrownBy(() -> DecoderConfig.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("config.json: field '")
        .hasMessageContaining(problem);
  }
}
