package dev.chiron.nn.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.chiron.core.error.InputException;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.ValueSource;

/** Without its tensors, any {@code adapter_config.json} is refused, whatever sizes it asks for. */
class AdapterFuzzTest {
  private static final Decoder DECODER = new Decoder(DecoderConfig.llama(8, 8, 1, 2));

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private static Path directory;

  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"peft_type\":\"LORA\",\"r\":2147483647,\"lora_alpha\":1,\"target_modules\":[\"q_proj\"]}",
        "{\"peft_type\":\"LORA\",\"r\":2,\"lora_alpha\":1,\"target_modules\":\"all-linear\"}",
        "{\"peft_type\":\"LORA\",\"r\":-2,\"target_modules\":{\"a\":[]}}",
        "{\"peft_type\":\"PREFIX_TUNING\",\"num_virtual_tokens\":2147483647}",
        "{\"peft_type\":\"PROMPT_TUNING\",\"num_virtual_tokens\":4,\"token_dim\":8}",
        "{\"peft_type\":\"IA3\",\"target_modules\":[\"k_proj\"],\"feedforward_modules\":[]}"
      })
  @FuzzTest(maxDuration = "60s")
  void anyConfigurationIsRefused(@NotNull String text) throws IOException {
    Files.writeString(directory.resolve("adapter_config.json"), text);
    try {
      Adapter.load(directory, DECODER).close();
    } catch (InputException e) {
      assertThat(e).hasMessageStartingWith(directory.toString() + "/");
      return;
    }
    throw new AssertionError("read an adapter that is not there: " + text);
  }
}
