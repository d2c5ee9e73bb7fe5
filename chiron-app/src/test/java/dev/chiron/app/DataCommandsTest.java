package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.app.console.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandsTest {
  @TempDir Path directory;
  private Terminal terminal = new Terminal(Path.of(""), Path.of(""));

  @BeforeEach
  void write() {
    terminal = Terminal.in(directory);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      rows.append(
          "{\"task\": \"%s\", \"input\": \"%d\", \"output\": \"%d\"}%n"
              .formatted(i < 30 ? "many" : "few", i, i + 1));
    }
    terminal.file("rows.jsonl", rows.toString());
    document("data", "import", "rows.jsonl", "--name", "mine", "--out", "pool.jsonl", "--json");
  }

  private JsonNode document(String... arguments) {
    Terminal.Outcome outcome = terminal.run(arguments);
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.SUCCESS);
    return outcome.document();
  }

  private void refused(String problem, String... arguments) {
    Terminal.Outcome outcome = terminal.run(arguments);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.errors()).contains(problem).hasLineCount(1);
  }

  @Test
  void aPoolGoesFromImportToTrainingAndSaysHowItCameAbout() {
    document(
        "data",
        "mix",
        "pool.jsonl",
        "--sampling",
        "equal",
        "--count",
        "20",
        "--out",
        "mixed.jsonl",
        "--json");
    document("data", "order", "mixed.jsonl", "--by", "length", "--out", "final.parquet", "--json");
    JsonNode said = document("data", "inspect", "final.parquet", "--json");
    assertThat(said.path("examples").asInt()).isEqualTo(20);
    assertThat(said.path("collections").findValuesAsText("task")).containsExactly("mine");
    assertThat(said.path("lineage")).hasSize(3);
    assertThat(said.at("/lineage/1/hash").asText())
        .isEqualTo(said.at("/lineage/2/inputs").elements().next().asText());
    TinyWork.model(directory);
    JsonNode tuned =
        document(
            "tune",
            "--data",
            "final.parquet",
            "--model",
            "model",
            "--pack",
            "64",
            "--epochs",
            "1",
            "--out",
            "tuned",
            "--json");
    assertThat(tuned.path("trainedOn").asInt()).isEqualTo(20);
    assertThat(directory.resolve("tuned/model/model.safetensors")).exists();
  }

  @Test
  void theMixtureIsReportedAndRepetitionIsWarnedOf() {
    JsonNode said =
        document(
            "data",
            "mix",
            "pool.jsonl",
            "--sampling",
            "equal",
            "--count",
            "100",
            "--out",
            "m.jsonl",
            "--json");
    assertThat(said.at("/mixture/0/probability").asDouble()).isEqualTo(0.5);
    assertThat(said.path("warnings")).hasSize(1);
    assertThat(said.at("/warnings/0").asText()).contains("'few' is repeated 5.0 times");
  }

  @Test
  void theSameStepGivesTheSameBytes() {
    JsonNode first =
        document("data", "mix", "pool.jsonl", "--count", "9", "--out", "a.jsonl", "--json");
    document("data", "mix", "pool.jsonl", "--count", "9", "--out", "b.jsonl", "--json");
    assertThat(first.path("examples").asInt()).isEqualTo(9);
    assertThat(directory.resolve("a.jsonl")).hasSameTextualContentAs(directory.resolve("b.jsonl"));
  }

  @Test
  void aSelectionHasTheBudgetAndItsQuality() {
    StringBuilder scores = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      scores.append("{\"id\": \"many-%d\", \"score\": %d}%n".formatted(i, i % 3));
    }
    for (int i = 0; i < 10; i++) {
      scores.append("{\"id\": \"few-%d\", \"score\": 1}%n".formatted(i));
    }
    terminal.file("scores.jsonl", scores.toString());
    JsonNode best =
        document(
            "data",
            "select",
            "pool.jsonl",
            "--method",
            "quality",
            "--quality",
            "scores.jsonl",
            "--budget",
            "25%",
            "--out",
            "best.jsonl",
            "--json");
    assertThat(best.path("examples").asInt()).isEqualTo(10);
    assertThat(best.path("meanQuality").asDouble()).isEqualTo(2);
    JsonNode spread =
        document(
            "data",
            "select",
            "pool.jsonl",
            "--method",
            "kmq",
            "--clusters",
            "4",
            "--quality",
            "scores.jsonl",
            "--budget",
            "12",
            "--out",
            "spread.jsonl",
            "--json");
    assertThat(spread.path("examples").asInt()).isEqualTo(12);
    assertThat(spread.path("meanQuality").asDouble()).isGreaterThan(1);
    terminal.file("scores.jsonl", "{\"id\": \"few-0\", \"score\": 1}");
    refused(
        "has no score for example 'many-0'",
        "data",
        "select",
        "pool.jsonl",
        "--method",
        "kmq",
        "--quality",
        "scores.jsonl",
        "--budget",
        "4",
        "--out",
        "x.jsonl");
    refused(
        "needs --quality FILE or --judge MODEL",
        "data",
        "select",
        "pool.jsonl",
        "--method",
        "kmq",
        "--budget",
        "4",
        "--out",
        "x.jsonl");
    refused(
        "means 80 of the pool's 40",
        "data",
        "select",
        "pool.jsonl",
        "--method",
        "random",
        "--budget",
        "200%",
        "--out",
        "x.jsonl");
  }

  @Test
  void mistakesAreNamedInOneLine() {
    terminal.file("bad.jsonl", "{\"input\": \"a\", \"output\": \"b\"}\n{\"input\": \"a\"}\n");
    refused(
        "bad.jsonl:2: no field for the output", "data", "import", "bad.jsonl", "--out", "x.jsonl");
    refused("no such file", "data", "import", "absent.jsonl", "--out", "x.jsonl");
    refused("rows.jsonl:1: field 'id'", "data", "inspect", "rows.jsonl");
    refused(
        "sum to 1, not 0.5",
        "data",
        "mix",
        "pool.jsonl",
        "--proportions",
        "mine=0.5",
        "--count",
        "5",
        "--out",
        "x.jsonl");
    refused(
        "the collections are mine",
        "data",
        "mix",
        "pool.jsonl",
        "--proportions",
        "other=1",
        "--count",
        "5",
        "--out",
        "x.jsonl");
    refused("order 'up'", "data", "order", "pool.jsonl", "--by", "up", "--out", "x.jsonl");
    refused("give tasks and --holdout", "tune", "--model", "model", "--out", "x");
    assertThat(directory.resolve("x.jsonl")).doesNotExist();
  }
}
