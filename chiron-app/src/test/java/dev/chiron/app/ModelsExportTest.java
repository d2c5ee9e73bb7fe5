package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsExportTest {
  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  @Test
  void anExportedFileIsAModelThatOtherCommandsOpen() throws Exception {
    TinyWork.model(directory);
    Terminal terminal = Terminal.in(directory);
    Terminal.Outcome written =
        terminal.run(
            "models", "export", "model", "--format", "gguf", "--out", "tiny.gguf", "--json");
    assertThat(written.exitCode()).isZero();
    assertThat(written.document().path("format").asText()).isEqualTo("gguf");
    Terminal.Outcome valid = terminal.run("models", "validate", "tiny.gguf", "--json");
    assertThat(valid.errors()).isEmpty();
    assertThat(valid.document().path("valid").asBoolean()).isTrue();
    Files.write(directory.resolve("bad.gguf"), new byte[] {'G', 'G', 'U', 'F', 3, 0, 0, 0, 1});
    assertThat(terminal.run("models", "validate", "bad.gguf").exitCode()).isEqualTo(2);
  }

  @Test
  void whatCannotBeWrittenIsRefusedInOneLine() {
    TinyWork.model(directory);
    refused("has 0 adapters", "peft", "f32", "adapter");
    refused("--format: gguf, hf or peft", "onnx", "f32", "x");
    refused("--type: one of [bf16, f16, f32] for hf, not 'q8_0'", "hf", "q8_0", "x");
    refused("--out model: exists already", "hf", "f32", "model");
  }

  private void refused(String because, String format, String type, String out) {
    Terminal.Outcome outcome =
        Terminal.in(directory)
            .run("models", "export", "model", "--format", format, "--type", type, "--out", out);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.errors()).contains(because).hasLineCount(1);
  }
}
