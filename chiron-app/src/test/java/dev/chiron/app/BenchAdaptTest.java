package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.app.console.ExitCode;
import dev.chiron.core.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchAdaptTest {
  @TempDir static Path directory;
  private static Terminal terminal = new Terminal(Path.of(""), Path.of(""));
  private static Terminal.Outcome said = new Terminal.Outcome(-1, "", "");

  @BeforeAll
  static void adapt() throws IOException {
    terminal = Terminal.in(directory);
    TinyWork.task(terminal);
    TinyWork.model(directory);
    Files.createDirectories(directory.resolve("all"));
    String parity = Files.readString(directory.resolve("parity.json"));
    for (String name : List.of("first", "second")) {
      Files.writeString(directory.resolve("all/" + name + ".json"), parity.replace("parity", name));
    }
    said =
        terminal.run(
            "bench",
            "adapt",
            "all",
            "--model",
            "model",
            "--methods",
            "zero-shot,random-demonstrations",
            "--out",
            "table.md",
            "--json");
  }

  @Test
  void aDirectoryGivesOneRowForEachOfItsTasks() {
    assertThat(said.errors()).isEmpty();
    assertThat(said.exitCode()).isEqualTo(ExitCode.SUCCESS);
    JsonNode tasks = said.document().path("tasks");
    assertThat(tasks.findValuesAsText("task")).containsExactly("first", "second");
    for (JsonNode row : tasks) {
      assertThat(row.path("examples").asInt()).isEqualTo(6);
      assertThat(row.path("gain").asDouble())
          .isCloseTo(row.path("test").asDouble() - row.path("zeroShot").asDouble(), within(1e-12));
      assertThat(row.path("methods").findValuesAsText("id"))
          .containsExactly("zero-shot", "random-demonstrations");
    }
  }

  @Test
  void theTableIsWrittenWithItsNumbersBesideIt() throws IOException {
    String page = Files.readString(directory.resolve("table.md"));
    assertThat(page).startsWith("# Adapted tasks").contains("| first | accuracy | 6 |");
    assertThat(Json.read(directory.resolve("table.json"), JsonNode.class))
        .isEqualTo(said.document());
  }

  @Test
  void noWeightsAreLeftInTheRun() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve(".chiron/runs"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("adaptation.json", "test.json")
          .doesNotContain("predictor", "checkpoints");
    }
  }

  @Test
  void aTaskThatIsGivenTwiceIsRefused() {
    Terminal.Outcome twice =
        terminal.run("bench", "adapt", "parity.json", "parity.json", "--model", "model");
    assertThat(twice.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(twice.errors()).contains("task 'parity' is given twice");
  }
}
