package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.app.console.ExitCode;
import dev.chiron.core.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            "--seeds",
            "0,3",
            "--out",
            "table.md",
            "--json");
  }

  @Test
  void aDirectoryGivesOneRowForEachOfItsTasksAndSeeds() {
    assertThat(said.errors()).isEmpty();
    assertThat(said.exitCode()).isEqualTo(ExitCode.SUCCESS);
    JsonNode tasks = said.document().path("tasks");
    assertThat(tasks.findValuesAsText("task"))
        .containsExactly("first", "second", "first", "second");
    assertThat(tasks.findValuesAsText("seed")).containsExactly("0", "0", "3", "3");
    for (JsonNode row : tasks) {
      assertThat(row.path("examples").asInt()).isEqualTo(6);
      assertThat(row.path("gain").asDouble())
          .isCloseTo(row.path("test").asDouble() - row.path("zeroShot").asDouble(), within(1e-12));
      assertThat(row.path("methods").findValuesAsText("id"))
          .containsExactly("zero-shot", "random-demonstrations");
    }
  }

  @Test
  void everyMethodStandsByItsMeansOverTasksAndSeeds() {
    JsonNode document = said.document();
    assertThat(document.path("methods").findValuesAsText("id"))
        .containsExactly("zero-shot", "random-demonstrations");
    for (JsonNode standing : document.path("methods")) {
      List<JsonNode> own = new ArrayList<>();
      for (JsonNode row : document.path("tasks")) {
        for (JsonNode score : row.path("methods")) {
          if (score.path("id").equals(standing.path("id"))) {
            own.add(score);
          }
        }
      }
      assertThat(standing.path("adaptations").asInt()).isEqualTo(4).isEqualTo(own.size());
      for (String key : List.of("test", "calls", "tokens")) {
        assertThat(standing.path(key).asDouble())
            .isCloseTo(
                own.stream().mapToDouble(score -> score.path(key).asDouble()).average().orElse(-1),
                within(1e-9));
      }
      assertThat(standing.path("test").asDouble())
          .isBetween(
              standing.path("interval").get(0).asDouble(),
              standing.path("interval").get(1).asDouble());
    }
  }

  @Test
  void theTableIsWrittenWithItsNumbersBesideIt() throws IOException {
    String page = Files.readString(directory.resolve("table.md"));
    assertThat(page)
        .startsWith("# Adapted tasks")
        .contains("| first, seed 3 | accuracy | 6 |", "seeds 0, 3.");
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
