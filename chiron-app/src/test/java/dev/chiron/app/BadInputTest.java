package dev.chiron.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.app.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's mistake is exit code 2 and one line that says where it is; no file is left behind. */
class BadInputTest {
  @TempDir Path directory;
  private Terminal terminal = new Terminal(Path.of(""), Path.of(""));

  @BeforeEach
  void open() {
    terminal = Terminal.in(directory);
  }

  @Test
  void aMissingFileIsNamed() {
    refused("unknown task 'absent.csv'", "tasks", "inspect", "absent.csv");
    refused("absent.txt", "tasks", "import", "--format", "jsonl", "absent.txt", "--out", "tasks");
    refused("absent.csv", "adapt", "absent.csv", "--model", "chiron-nano");
    refused("nowhere: no saved predictor here", "predict", "nowhere", "--input", "x");
    refused("/: no saved predictor here", "predict", "/", "--input", "x");
  }

  @Test
  void theClosestTaskIsSuggestedForAnUnknownOne() {
    refused("unknown task 'toxcity': did you mean toxicity?", "tasks", "inspect", "toxcity");
  }

  @Test
  void malformedJsonIsNamedByItsLine() {
    terminal.file("rows.jsonl", "{\"input\": \"a\", \"output\": \"b\"}\n{\"input\": \n");
    refused("rows.jsonl:2: malformed JSON", "tasks", "inspect", "rows.jsonl");
    refused("rows.jsonl:2: malformed JSON", "tasks", "import", "rows.jsonl", "--out", "tasks");
    terminal.file("task.json", "{\n  \"name\": \"a\",\n  \"splits\": {,}\n}\n");
    refused("task.json:3: malformed JSON", "tasks", "inspect", "task.json");
  }

  @Test
  void aLabelThatIsNotDeclaredIsNamedByItsLine() {
    terminal.file("reviews.csv", "text,label\nfine,yes\nhm,maybe\n");
    refused(
        "reviews.csv:3: field 'label': unknown label 'maybe'",
        "tasks",
        "import",
        "reviews.csv",
        "--labels",
        "yes,no",
        "--out",
        "tasks");
  }

  @Test
  void anEmptySplitIsRefusedBeforeAnythingIsTried() {
    TinyWork.model(directory);
    terminal.file("one.jsonl", "{\"input\": \"a\", \"output\": \"b\"}\n");
    refused("split 'dev' is empty", "adapt", "one.jsonl", "--model", "model");
    refused("split 'test' is empty", "evaluate", "one.jsonl", "--model", "model");
  }

  @Test
  void anUnknownModelMethodOrBudgetIsNamed() {
    TinyWork.task(terminal);
    refused("unknown model 'no-such-model'", "adapt", "parity.json", "--model", "no-such-model");
    refused("unknown model 'no-such-model'", "models", "inspect", "no-such-model");
    refused(
        "no-such-method", "adapt", "parity.json", "--model", "m", "--methods", "no-such-method");
    refused("unknown method 'no-such-method'", "methods", "no-such-method");
    refused("no-such-claim", "reproduce", "no-such-claim");
    refused("unknown key 'cals'", "adapt", "parity.json", "--model", "m", "--budget", "cals=5");
    refused("--limit train=0", "adapt", "parity.json", "--model", "m", "--limit", "train=0");
  }

  @Test
  void corruptWeightsAreRefused() throws IOException {
    TinyWork.task(terminal);
    Path weights = TinyWork.model(directory).resolve("model.safetensors");
    byte[] sound = Files.readAllBytes(weights);
    Files.write(weights, java.util.Arrays.copyOf(sound, sound.length / 2));
    refused("model.safetensors", "models", "validate", "model");
    refused("model.safetensors", "adapt", "parity.json", "--model", "model");
    sound[9] = '!';
    Files.write(weights, sound);
    refused("model.safetensors", "models", "inspect", "model");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsRefusedBeforeTheWork() {
    TinyWork.task(terminal);
    TinyWork.model(directory);
    terminal.file("taken", "a file, so that nothing can stand below it");
    refused("taken/out", "adapt", "parity.json", "--model", "model", "--out", "taken/out");
    refused("taken", "tasks", "import", "parity.json", "--out", "taken/tasks");
    refused("taken", "tasks", "export", "parity.json", "--format", "csv", "--out", "taken/a.csv");
  }

  @Test
  void aBudgetThatIsTooSmallSaysWhatWouldDo() {
    TinyWork.task(terminal);
    TinyWork.model(directory);
    refused(
        "budget: calls=3 is too small",
        "adapt",
        "parity.json",
        "--model",
        "model",
        "--methods",
        "zero-shot",
        "--budget",
        "calls=3");
  }

  @Test
  void wrongUsagePointsToTheHelp() {
    refused("unknown command 'adpt'", "adpt");
    refused("unknown command 'tasks lst'", "tasks", "lst");
    refused("(see: chiron adapt --help)", "adapt", "toxicity");
    refused("--no-such-option", "runs", "list", "--no-such-option");
    refused("no run 'adapt-1'", "runs", "show", "adapt-1");
    refused("no run 'adapt-1'", "runs", "resume", "adapt-1");
    refused("no run 'adapt-1'", "runs", "delete", "adapt-1");
  }

  private void refused(String complaint, String... arguments) {
    List<String> before = terminal.files();
    Terminal.Outcome outcome = terminal.run(arguments);
    assertThat(outcome.errors()).startsWith("chiron: ").contains(complaint);
    assertThat(outcome.errors().lines()).hasSize(1);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.files()).isEqualTo(before);
  }
}
