package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.checkpoint.SafetensorsWriter;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkConfigTest {
  private static final Map<String, String> SMALLEST =
      Map.of(
          "bert",
          """
          "model_type": "bert", "architectures": ["BertModel"], "vocab_size": 20,
          "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2,
          "intermediate_size": 8""",
          "t5",
          """
          "model_type": "t5", "vocab_size": 20, "d_model": 8, "d_kv": 4, "d_ff": 8,
          "num_layers": 2, "num_heads": 2""",
          "bart",
          """
          "model_type": "bart", "vocab_size": 20, "d_model": 8, "encoder_layers": 1,
          "encoder_attention_heads": 2, "encoder_ffn_dim": 8, "decoder_layers": 1,
          "decoder_attention_heads": 2, "decoder_ffn_dim": 8""",
          "vit",
          """
          "model_type": "vit", "architectures": ["ViTModel"], "hidden_size": 8,
          "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8""",
          "clip",
          """
          "model_type": "clip\"""");

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private static Path directory;

  private static Network read(String fields) throws IOException {
    Path file = directory.resolve("config.json");
    Files.writeString(file, "{" + fields + "}");
    return Architectures.any(file);
  }

  @Test
  void absentFieldsHaveTheDefaultsOfHuggingFace() throws IOException {
    EncoderConfig bert = ((Encoder) read(SMALLEST.getOrDefault("bert", ""))).config();
    assertThat(bert.contextLength()).isEqualTo(512);
    assertThat(bert.normEpsilon()).isEqualTo(1e-12);
    assertThat(bert.activation()).isEqualTo(Activation.GELU);
    EncoderDecoderConfig t5 = ((EncoderDecoder) read(SMALLEST.getOrDefault("t5", ""))).config();
    assertThat(t5.relative()).contains(new RelativePositions(32, 128));
    assertThat(t5.decoder().layers()).isEqualTo(2);
    assertThat(t5.endTokens()).containsExactly(1);
    assertThat(t5.prefix()).containsExactly(0);
    EncoderDecoderConfig bart = ((EncoderDecoder) read(SMALLEST.getOrDefault("bart", ""))).config();
    assertThat(bart.contextLength()).isEqualTo(1024);
    assertThat(bart.prefix()).containsExactly(2, 0);
    DualEncoderConfig clip = ((DualEncoder) read(SMALLEST.getOrDefault("clip", ""))).config();
    assertThat(clip.vision().image()).isEqualTo(new ImageSize(224, 32, 3));
    assertThat(clip.text().contextLength()).isEqualTo(77);
    assertThat(clip.text().size()).isEqualTo(new StackSize(12, 512, 8, 2048));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          bert | "architectures": ["BertForPreTraining"]     | architectures           | BertForMaskedLM
          bert | "is_decoder": true                          | is_decoder              | not supported
          bert | "position_embedding_type": "relative_key"   | position_embedding_type | absolute
          bert | "hidden_act": "mish"                        | hidden_act              | gelu
          bert | "num_hidden_layers": 0                      | num_hidden_layers       | at least 1
          bert | "num_attention_heads": 3                    | 3 heads                 | do not divide
          bert | "vocab_size": null                          | vocab_size              | missing
          bert | "id2label": {"1": "good"}                   | id2label                | labels 0 to 0
          t5   | "feed_forward_proj": "gated-tanh"           | feed_forward_proj       | gated-gelu
          t5   | "relative_attention_num_buckets": 7         | 7 buckets               | multiple of 4
          t5   | "d_kv": "four"                              | d_kv                    | whole number
          t5   | "decoder_start_token_id": 20                | token 20                | vocabulary
          bart | "normalize_before": true                    | normalize_before        | false
          bart | "encoder_layers": null                      | encoder_layers          | missing
          vit  | "patch_size": 15                            | 15 pixels               | do not fill
          vit  | "architectures": ["ViTForMaskedImageModeling"] | architectures        | ViTModel
          clip | "text_config": {"hidden_act": "what"}       | hidden_act              | quick_gelu
          clip | "model_type": "blip"                        | model_type              | clip
          """)
  void aFieldThatCannotBeHonouredIsNamed(
      String family, String change, String field, String problem) {
    String name = change.substring(0, change.indexOf(':'));
    String kept = SMALLEST.getOrDefault(family, "").replaceAll(",?\\s*" + name + ": [^,]*", "");
    String fields = (kept + ", " + change).replaceFirst("^\\s*,", "");
    assertThatThrownBy(() -> read(fields))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining(field)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("\n");
  }

  @Test
  void theFirstFilesOfBertCallTheWeightsOfANormGammaAndBeta() {
    Encoder bert = new Encoder(EncoderConfig.bert(EncoderHead.NONE, 20, new StackSize(1, 8, 2, 8)));
    try (Parameters weights = Parity.noisyWeights(bert, 1)) {
      LinkedHashMap<String, Tensor> renamed = new LinkedHashMap<>();
      weights
          .toMap()
          .forEach(
              (name, tensor) ->
                  renamed.put(
                      name.replace("LayerNorm.weight", "LayerNorm.gamma")
                          .replace("LayerNorm.bias", "LayerNorm.beta"),
                      tensor));
      SafetensorsWriter.write(
          directory.resolve(Checkpoint.SINGLE), Weights.of(renamed), ElementType.F32, Map.of());
      try (Parameters read = Checkpoint.read(directory, bert)) {
        for (String name : weights.names()) {
          assertThat(Tensors.floats(read.get(name))).isEqualTo(Tensors.floats(weights.get(name)));
        }
      }
    }
  }
}
