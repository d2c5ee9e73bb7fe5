package dev.chiron.nn.checkpoint;

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

/** Without shards beside it, any index is refused, and names nothing outside its directory. */
class ShardIndexFuzzTest {
  private static final Decoder DECODER = new Decoder(DecoderConfig.llama(8, 8, 1, 2));

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private static Path directory;

  @ValueSource(
      strings = {
        "{}",
        "{\"weight_map\":{\"model.embed_tokens.weight\":\"../secret.safetensors\"}}",
        "{\"weight_map\":{\"model.embed_tokens.weight\":\"/etc/passwd\"}}",
        "{\"weight_map\":{\"model.embed_tokens.weight\":\"a\\u0000.safetensors\"}}",
        "{\"weight_map\":{\"model.embed_tokens.weight\":\".safetensors\"}}",
        "{\"weight_map\":{\"model.embed_tokens.weight\":[[[{}]]]}}",
        "{\"weight_map\":[]}"
      })
  @FuzzTest(maxDuration = "60s")
  void anyIndexIsRefused(@NotNull String text) throws IOException {
    Files.writeString(directory.resolve(Checkpoint.INDEX), text);
    try {
      Checkpoint.read(directory, DECODER).close();
    } catch (InputException e) {
      assertThat(e).hasMessageStartingWith(directory.toString() + "/");
      return;
    }
    throw new AssertionError("read weights that are not there: " + text);
  }
}
