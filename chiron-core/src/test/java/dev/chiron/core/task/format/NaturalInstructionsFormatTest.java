package dev.chiron.core.task.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.io.Json;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NaturalInstructionsFormatTest {
  private static final String V2 =
      """
      {
        "Contributors": ["Ada"],
        "Source": ["reviews", "tickets"],
        "URL": ["https://example.org"],
        "Categories": ["Sentiment Analysis"],
        "Reasoning": [],
        "Definition": ["Say whether the review is glad or sad."],
        "Input_language": ["English"],
        "Output_language": ["French"],
        "Instruction_language": ["English"],
        "Domains": ["Commerce"],
        "Positive Examples": [{"input": "Fine!", "output": "glad", "explanation": "It praises."}],
        "Negative Examples": [],
        "Instances": [
          {"id": "task001-77", "input": "Bad.", "output": ["sad", "gloomy"]},
          {"id": "task001-78", "input": "Good.", "output": ["glad"]}
        ],
        "Instance License": ["Apache 2.0"],
        "Instruction Source": "crowd"
      }
      """;

  private static final String V1 =
      """
      {
        "Title": "Ask about time",
        "Prompt": "Ask a question about the duration of an event.",
        "Definition": "You are given a sentence; write a question about it.",
        "Things to Avoid": "Questions with explicit answers.",
        "Emphasis & Caution": "-",
        "Examples": {
          "Positive Examples": [{"input": "He ran.", "output": "How long?", "reason": "Asks."}],
          "Negative Examples": [
            {"input": "He ran.", "output": "Who?", "reason": "Not time.", "suggestion": "Ask when."}
          ]
        },
        "Instances": [{"input": "She slept.", "output": ["How long did she sleep?"]}]
      }
      """;

  @TempDir Path directory;

  @Test
  void version2ComesBackAsTheSameTree() throws IOException {
    Path file = Files.writeString(directory.resolve("task001.json"), V2);
    Path out = directory.resolve("out/task001.json");
    TaskFormats.named("natural-instructions")
        .write(new TaskCollection("t", List.of(read(file))), out);
    assertThat(Json.read(out)).isEqualTo(Json.mapper().readTree(V2));
  }

  @Test
  void version2FieldsTakeTheirPlaces() throws IOException {
    Task task = read(Files.writeString(directory.resolve("task001.json"), V2));
    assertThat(task.name()).isEqualTo("task001");
    assertThat(task.instruction()).isEqualTo("Say whether the review is glad or sad.");
    assertThat(task.positives()).containsExactly(new Demonstration("Fine!", "glad", "It praises."));
    assertThat(task.info().category()).isEqualTo("Sentiment Analysis");
    assertThat(task.info().source()).isEqualTo("reviews");
    assertThat(task.info().languages()).containsExactly("English", "French");
    Example first = task.splits().train().getFirst();
    assertThat(first.outputs()).containsExactly("sad", "gloomy");
    assertThat(first.attributes()).containsEntry("id", "task001-77");
  }

  @Test
  void version1FieldsAreRenderedWithoutTheEmptyOnesAndKept() throws IOException {
    Task task = read(Files.writeString(directory.resolve("subtask1.json"), V1));
    assertThat(task.instruction())
        .isEqualTo(
            """
            You are given a sentence; write a question about it.
            Ask a question about the duration of an event.
            Things to avoid: Questions with explicit answers.\
            """);
    assertThat(task.negatives())
        .containsExactly(new Demonstration("He ran.", "Who?", "Not time. Suggestion: Ask when."));
    assertThat(task.info().extra())
        .containsEntry("Title", "Ask about time")
        .containsEntry("Emphasis & Caution", "-");
    Path out = directory.resolve("v2/subtask1.json");
    TaskFormats.named("natural-instructions").write(new TaskCollection("t", List.of(task)), out);
    assertThat(read(out)).isEqualTo(task);
  }

  @Test
  void aChangedInstructionReplacesTheFieldsItCameFrom() throws IOException {
    Task task =
        read(Files.writeString(directory.resolve("subtask1.json"), V1)).withInstruction("New.");
    Path out = directory.resolve("v2.json");
    TaskFormats.named("natural-instructions").write(new TaskCollection("t", List.of(task)), out);
    assertThat(read(out).instruction()).isEqualTo("New.");
    assertThat(Json.read(out).has("Prompt")).isFalse();
  }

  @Test
  void anInstanceWithoutIdIsGivenOneWhenItIsWritten() throws IOException {
    Task task = read(Files.writeString(directory.resolve("subtask1.json"), V1));
    Path out = directory.resolve("subtask1-out.json");
    TaskFormats.named("natural-instructions").write(new TaskCollection("t", List.of(task)), out);
    assertThat(Json.read(out).at("/Instances/0/id").asText()).isEqualTo("subtask1-0");
  }

  private static Task read(Path file) {
    assertThat(TaskFormats.detect(file).orElseThrow().name()).isEqualTo("natural-instructions");
    return TaskFormats.read(file, ReadOptions.AS_IS).tasks().getFirst();
  }
}
