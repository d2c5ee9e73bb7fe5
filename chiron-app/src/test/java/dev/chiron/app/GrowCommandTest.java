package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.app.console.ExitCode;
import dev.chiron.core.io.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrowCommandTest {
  @TempDir static Path directory;
  private static Terminal terminal = new Terminal(Path.of(""), Path.of(""));

  @BeforeAll
  static void write() throws Exception {
    terminal = Terminal.in(directory);
    TinyWork.model(directory);
    Files.writeString(directory.resolve("text.txt"), "one two three four five six ".repeat(200));
  }

  @ParameterizedTest
  @CsvSource({
    "stack, --factor 2, 4, 32, false",
    "stack, '--list 0,1x2', 3, 32, false",
    "zero-depth, --layers 6, 6, 32, true",
    "split-width, --width 64, 2, 64, true",
    "zero-width, --width 48, 2, 48, true",
    "learned, '--factor 2 --corpus text.txt', 4, 32, false"
  })
  void aDirectoryGrowsIntoALargerOneThatOpens(
      String operator, String sizes, int layers, int width, boolean keeps) {
    String out = operator + sizes.hashCode();
    String[] command =
        ("grow --model model --operator " + operator + " " + sizes + " --out " + out + " --json")
            .split(" ");
    Terminal.Outcome said = terminal.run(command);
    assertThat(said.errors()).isEmpty();
    JsonNode report = said.document();
    assertThat(report.path("layers").asInt()).isEqualTo(layers);
    assertThat(report.path("width").asInt()).isEqualTo(width);
    assertThat(report.path("preservesFunction").asBoolean()).isEqualTo(keeps);
    assertThat(report.path("functionError").asDouble() < 1e-4).isEqualTo(keeps);
    assertThat(Json.read(directory.resolve(out).resolve("growth.json"))).isEqualTo(report);
    JsonNode opened = terminal.run("models", "inspect", out, "--json").document();
    assertThat(opened.at("/architecture/layers").asInt()).isEqualTo(layers);
    assertThat(opened.at("/architecture/parameters").asLong())
        .isEqualTo(report.path("parameters").asLong());
  }

  @ParameterizedTest
  @CsvSource({
    "stack, --layers 5, 'give 4 or 6 layers'",
    "stack, '--list 0,7', 'layer 7'",
    "zero-width, --width 40, 'heads keep their size'",
    "zero-width, --factor 2, '--width'",
    "learned, --factor 2, '--corpus'",
    "sprout, --factor 2, 'give one of stack'"
  })
  void shapesThatCannotBeAreOneClearLine(String operator, String sizes, String said) {
    Terminal.Outcome outcome =
        terminal.run(
            ("grow --model model --operator " + operator + " " + sizes + " --out no").split(" "));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.errors().lines()).hasSize(1);
    assertThat(outcome.errors()).contains(said);
    assertThat(directory.resolve("no")).doesNotExist();
  }

  @Test
  void theSameSeedGrowsTheSame() throws Exception {
    for (String out : new String[] {"first", "second"}) {
      terminal.run(
          "grow",
          "--model",
          "model",
          "--operator",
          "zero-width",
          "--width",
          "64",
          "--seed",
          "3",
          "--out",
          out);
    }
    assertThat(
            Files.mismatch(
                directory.resolve("first/model.safetensors"),
                directory.resolve("second/model.safetensors")))
        .isEqualTo(-1);
  }
}
