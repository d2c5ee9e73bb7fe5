package dev.chiron.nn.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderConfigTest {
  private static final String SMALLEST =
      """
      "model_type": "llama", "vocab_size": 100, "hidden_size": 32, "intermediate_size": 64,
      "num_hidden_layers": 2, "num_attention_heads": 4""";

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  private DecoderConfig read(String fields) throws IOException {
    Path file = directory.resolve("config.json");
    Files.writeString(file, "{" + fields + "}");
    return DecoderConfig.read(file);
  }

  @Test
  void absentFieldsHaveTheDefaultsOfHuggingFace() throws IOException {
    DecoderConfig config = read(SMALLEST);
    assertThat(config.keyValueHeads()).isEqualTo(4);
    assertThat(config.headSize()).isEqualTo(8);
    assertThat(config.contextLength()).isEqualTo(2048);
    assertThat(config.norm().epsilon()).isEqualTo(1e-6);
    assertThat(config.rotary().base()).isEqualTo(10_000);
    assertThat(config.tiedHead()).isFalse();
    assertThat(config.attention().inputBias()).isFalse();
    assertThat(config.feedForward().bias()).isFalse();
    assertThat(config.endTokens()).isEmpty();
  }

  @Test
  void whatIsWrittenIsReadBackEqual() throws IOException {
    DecoderConfig config =
        DecoderConfig.builder(300, 64, 3, 8)
            .keyValueHeads(2)
            .headSize(16)
            .rotaryBase(500_000)
            .normEpsilon(1e-5)
            .tiedHead(false)
            .attentionBias(true)
            .endTokens(7, 9)
            .build();
    Path file = directory.resolve("config.json");
    Files.writeString(file, Json.pretty(config.toJson()));
    assertThat(DecoderConfig.read(file)).isEqualTo(config);
  }

  @Test
  void theRotaryBaseIsFoundWhereNewerFilesKeepIt() throws IOException {
    String newer =
        SMALLEST + ", \"rope_parameters\": {\"rope_type\":\"default\",\"rope_theta\":1e6}";
    assertThat(read(newer).rotary().base()).isEqualTo(1e6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "model_type": "bloom"                      | model_type              | llama, mistral
          "hidden_act": "mish"                       | hidden_act              | silu, gelu
          "num_key_value_heads": 3                   | num_key_value_heads     | does not divide
          "num_hidden_layers": 0                     | num_hidden_layers       | at least 1
          "num_hidden_layers": "two"                 | num_hidden_layers       | whole number
          "vocab_size": 1.5                          | vocab_size              | whole number
          "vocab_size": 99999999999                  | vocab_size              | whole number
          "head_dim": 5                              | head_dim                | even
          "rms_norm_eps": -1                         | rms_norm_eps            | above 0
          "rope_theta": "big"                        | rope_theta              | a number
          "tie_word_embeddings": 1                   | tie_word_embeddings     | true or false
          "eos_token_id": ["x"]                      | eos_token_id            | whole numbers
          "rope_scaling": {"rope_type": "yarn"}      | rope_scaling            | not supported
          "rope_scaling": {"type": "linear"}         | rope_scaling            | at least 1
          "rope_scaling": {"rope_type": "llama3"}    | rope_scaling            | at least 1
          "num_attention_heads": null                | num_attention_heads     | is missing
          """)
  void aFieldThatCannotBeHonouredIsNamed(String change, String field, String problem) {
    String name = change.substring(0, change.indexOf(':'));
    String kept = SMALLEST.replaceAll(",?\\s*" + name + ": [^,]*", "");
    String fields = (kept + ", " + change).replaceFirst("^\\s*,", "");
    assertThatThrownBy(() -> read(fields))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("config.json: field '" + field + "'")
        .hasMessageContaining(problem);
  }
}
