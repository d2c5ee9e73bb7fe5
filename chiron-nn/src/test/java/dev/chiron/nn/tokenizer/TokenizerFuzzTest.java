package dev.chiron.nn.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.chiron.core.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.ValueSource;

/** Any {@code tokenizer.json} is a tokenizer or is refused. */
class TokenizerFuzzTest {
  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private static Path directory;

  @ValueSource(
      strings = {
        "{}",
        "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1,\"ab\":2},\"merges\":[\"a b\"]}}",
        "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":2147483647},\"merges\":[]}}",
        "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":-1},\"merges\":[]}}",
        "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"a b c\",\"\",[]]}}",
        "{\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"a\",-1.0],[\"b\",1e999]],\"unk_id\":7}}",
        "{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"[UNK]\":0,\"a\":1}},"
            + "\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"((((a+)+)+)+\"},"
            + "\"behavior\":\"Isolated\",\"invert\":false}}",
        "{\"added_tokens\":[{\"id\":0,\"content\":\"\",\"special\":true}],\"model\":{\"vocab\":{}}}"
      })
  @FuzzTest(maxDuration = "60s")
  void anyTextIsReadOrRefused(@NotNull String text) throws IOException {
    Path file = Files.writeString(directory.resolve("tokenizer.json"), text);
    try {
      Tokenizer tokenizer = Tokenizer.open(file);
      assertThat(tokenizer.vocabularySize()).isNotNegative();
    } catch (InputException e) {
      assertThat(e).hasMessageStartingWith(file.toString());
    }
  }
}
