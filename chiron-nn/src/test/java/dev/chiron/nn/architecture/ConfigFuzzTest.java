package dev.chiron.nn.architecture;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.chiron.core.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.ValueSource;

/** Any {@code config.json} describes an architecture or is refused, whatever sizes it asks for. */
class ConfigFuzzTest {
  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private static Path directory;

  @ValueSource(
      strings = {
        "{}",
        "[1",
        "{\"model_type\":\"llama\",\"vocab_size\":8,\"hidden_size\":8,\"intermediate_size\":8,"
            + "\"num_hidden_layers\":1,\"num_attention_heads\":2}",
        "{\"model_type\":\"qwen2\",\"vocab_size\":2147483647,\"hidden_size\":2147483647,"
            + "\"intermediate_size\":2147483647,\"num_hidden_layers\":2147483647,"
            + "\"num_attention_heads\":1,\"head_dim\":2147483646}",
        "{\"model_type\":\"gpt2\",\"vocab_size\":16777216,\"n_embd\":16777216,"
            + "\"n_layer\":16777216,\"n_head\":1}",
        "{\"model_type\":\"gpt_neox\",\"vocab_size\":9,\"hidden_size\":16777216,"
            + "\"intermediate_size\":16777216,\"num_hidden_layers\":2,\"num_attention_heads\":1}",
        "{\"model_type\":\"bert\",\"vocab_size\":9,\"hidden_size\":8,\"intermediate_size\":8,"
            + "\"num_hidden_layers\":16777216,\"num_attention_heads\":1}",
        "{\"model_type\":\"t5\",\"vocab_size\":9,\"d_model\":8,\"d_kv\":8,\"d_ff\":8,"
            + "\"num_layers\":16777216,\"num_heads\":1}",
        "{\"model_type\":\"opt\",\"vocab_size\":1e99,\"hidden_size\":-1}",
        "{\"model_type\":{\"model_type\":[]}}"
      })
  @FuzzTest(maxDuration = "60s")
  void anyTextIsReadOrRefused(@NotNull String text) throws IOException {
    Path file = Files.writeString(directory.resolve("config.json"), text);
    try {
      Architectures.read(file).shapes();
    } catch (InputException e) {
      Assertions.assertThat(e).hasMessageStartingWith(file.toString());
    }
  }
}
