package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.app.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code --json} standard output is one document, and standard error is silent. */
class JsonOutputTest {
  @TempDir Path directory;
  private Terminal terminal = new Terminal(Path.of(""), Path.of(""));

  @BeforeEach
  void open() {
    terminal = Terminal.in(directory);
    TinyWork.task(terminal);
  }

  @Test
  void tasksAreListedByTheNamesThatOpenThem() {
    JsonNode tasks = document("tasks", "list", "--json");
    assertThat(tasks.findValuesAsText("name")).contains("toxicity", "ticket-routing");
    for (JsonNode task : tasks) {
      JsonNode opened = document("tasks", "inspect", task.path("name").asText(), "--json");
      assertThat(opened.path("test")).isEqualTo(task.path("test"));
    }
    assertThat(document("tasks", "list", "parity.json", "--json").findValuesAsText("name"))
        .containsExactly("parity");
  }

  @Test
  void anInspectedTaskIsSummedUp() {
    JsonNode task = document("tasks", "inspect", "parity.json", "--json");
    assertThat(task.path("name").asText()).isEqualTo("parity");
    assertThat(task.path("labelCounts").path("odd").asInt()).isEqualTo(4);
    assertThat(task.at("/summary/splits/test/size").asInt()).isEqualTo(6);
    assertThat(task.at("/summary/warnings/0").asText()).contains("only 6 test examples");
    assertThat(task.path("examples")).hasSize(3);
  }

  @Test
  void importedTasksHaveNamesAndCanBeExported() {
    JsonNode imported = document("tasks", "import", "parity.json", "--out", "tasks", "--json");
    Path written = Path.of(imported.path("written").path(0).asText());
    assertThat(written).isEqualTo(directory.resolve("tasks/parity.json")).exists();
    assertThat(document("tasks", "list", "--json").findValuesAsText("name")).contains("parity");
    JsonNode exported =
        document(
            "tasks", "export", "parity", "--format", "jsonl", "--out", "parity.jsonl", "--json");
    assertThat(exported.path("tasks").asInt()).isEqualTo(1);
    assertThat(document("tasks", "inspect", "parity.jsonl", "--json").path("test").asInt())
        .isEqualTo(6);
  }

  @Test
  void oneOfSeveralTasksIsChosenBehindTheHash() {
    document("tasks", "import", "parity.json", "--out", "several", "--json");
    document("tasks", "import", "parity.json", "--name", "b", "--out", "several", "--json");
    assertThat(document("tasks", "inspect", "several#b", "--json").path("name").asText())
        .isEqualTo("b");
    assertThat(terminal.run("tasks", "inspect", "several#c").errors())
        .startsWith("chiron: several: unknown task 'c'");
    assertThat(terminal.run("tasks", "inspect", "several").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void methodsAndModelsAndRunsAreListed() {
    assertThat(document("methods", "--json").findValuesAsText("id"))
        .contains("zero-shot", "random-demonstrations", "lora");
    JsonNode card = document("methods", "zero-shot", "--json");
    assertThat(card.fieldNames())
        .toIterable()
        .contains("id", "paper", "title", "module", "needs", "summary", "reproduced");
    assertThat(document("models", "list", "--json").findValuesAsText("name"))
        .contains("chiron-nano");
    assertThat(document("runs", "list", "--json")).isEmpty();
    assertThat(Files.exists(directory.resolve(".chiron"))).isFalse();
  }

  private JsonNode document(String... arguments) {
    Terminal.Outcome outcome = terminal.run(arguments);
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.SUCCESS);
    return outcome.document();
  }
}
