package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.app.console.ExitCode;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.format.TaskFormats;
import dev.chiron.data.listops.ListOperationTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TuneCommandTest {
  @TempDir static Path directory;
  private static Terminal terminal = new Terminal(Path.of(""), Path.of(""));

  @BeforeAll
  static void write() {
    terminal = Terminal.in(directory);
    TinyWork.model(directory);
    TaskFormats.named("natural-instructions")
        .write(ListOperationTasks.all(8, new Seeds(1)), directory.resolve("all"));
  }

  private static Terminal.Outcome tune(String rank, String out) {
    return terminal.run(
        "tune",
        "all",
        "--model",
        "model",
        "--holdout",
        "categories:5",
        "--per-task",
        "2",
        "--measured",
        "1",
        "--epochs",
        "1",
        "--rank",
        rank,
        "--out",
        out,
        "--json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2"})
  void theTunedModelItsSplitsAndItsReportAreWritten(String rank) throws IOException {
    Terminal.Outcome said = tune(rank, "tuned" + rank);
    assertThat(said.errors()).isEmpty();
    assertThat(said.exitCode()).isEqualTo(ExitCode.SUCCESS);
    JsonNode report = said.document();
    Path out = directory.resolve("tuned" + rank);
    assertThat(Json.read(out.resolve("report.json"), JsonNode.class)).isEqualTo(report);
    assertThat(report.path("trainedOn").asInt() + report.path("heldOut").asInt()).isEqualTo(64);
    assertThat(report.path("after").path("tasks")).hasSize(report.path("heldOut").asInt());
    assertThat(Files.readAllLines(out.resolve("splits/test_tasks.txt")))
        .hasSize(report.path("heldOut").asInt())
        .doesNotContainAnyElementsOf(Files.readAllLines(out.resolve("splits/train_tasks.txt")));
    String weights =
        rank.equals("0") ? "model/model.safetensors" : "adapter/adapter_model.safetensors";
    assertThat(out.resolve(weights)).exists();
  }

  @Test
  void aTunedModelOpensAgain() {
    assertThat(tune("0", "again").exitCode()).isEqualTo(ExitCode.SUCCESS);
    assertThat(terminal.run("models", "validate", "again/model").exitCode())
        .isEqualTo(ExitCode.SUCCESS);
  }

  @Test
  void lintFindsNothingWrongWithTheListOperations() {
    Terminal.Outcome said = terminal.run("tasks", "lint", "all", "--json");
    assertThat(said.document().findValuesAsText("severity")).doesNotContain("ERROR");
    assertThat(said.exitCode()).isEqualTo(ExitCode.SUCCESS);
  }
}
