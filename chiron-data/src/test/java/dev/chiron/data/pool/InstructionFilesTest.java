package dev.chiron.data.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.format.ReadOptions;
import dev.chiron.core.task.format.TaskFormats;
import dev.chiron.data.encoding.InstructionEncoding;
import dev.chiron.data.listops.ListOperationTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstructionFilesTest {
  @TempDir Path directory;

  private static final InstructionSet POOL =
      InstructionSet.of(
          List.of(
              new InstructionExample(
                  "a-0", "one", "kind", "a", "Do a.", "x\ny", "", List.of("1", "eins")),
              new InstructionExample("a-1", "one", "kind", "a", "Do a.", "é", "P: é", List.of("2")),
              new InstructionExample("b-0", "two", "", "b", "", "z", "", List.of("3")),
              new InstructionExample(
                  "a-2", "one", "kind", "a", "Please do a.", "q", "", List.of("4"))));

  @ParameterizedTest
  @ValueSource(strings = {"pool.jsonl", "pool.parquet", "pool-directory"})
  void whatIsWrittenIsReadBack(String name) {
    Path file = directory.resolve(name);
    InstructionFiles.write(POOL, file);
    try (InstructionSet read = InstructionFiles.open(file)) {
      if (name.equals("pool-directory")) {
        assertThat(read.stream().map(InstructionExample::text).toList())
            .containsExactlyInAnyOrderElementsOf(
                POOL.stream().map(InstructionExample::text).toList());
      } else {
        assertThat(read.stream().toList())
            .containsExactlyInAnyOrderElementsOf(POOL.stream().toList());
      }
    }
  }

  @Test
  void linesAreReadInAnyOrderAndBlankOnesPassedOver() throws IOException {
    Path file = directory.resolve("pool.jsonl");
    InstructionFiles.write(POOL, file);
    Files.writeString(file, "\n" + Files.readString(file).replace("\n", "\n  \n"));
    try (InstructionSet read = InstructionFiles.open(file)) {
      assertThat(read.size()).isEqualTo(4);
      assertThat(read.get(3)).isEqualTo(POOL.get(3));
      assertThat(read.get(0)).isEqualTo(POOL.get(0));
    }
  }

  @Test
  void aMistakeIsNamedByFileLineAndField() throws IOException {
    Path file = directory.resolve("pool.jsonl");
    Files.writeString(
        file,
        """
        {"id": "a", "task": "t", "input": "x", "outputs": ["y"]}

        {"id": "b", "task": "t", "input": "x", "outputs": []}
        """);
    try (InstructionSet read = InstructionFiles.open(file)) {
      assertThatThrownBy(() -> read.get(1))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("pool.jsonl:3: field 'outputs'");
    }
    assertThatThrownBy(() -> InstructionFiles.open(directory.resolve("none.jsonl")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void rowsAndTasksComeIntoTheSameSchema() throws IOException {
    Path rows = directory.resolve("rows.jsonl");
    Files.writeString(
        rows,
        """
        {"instruction": "Add.", "input": "1 1", "output": "2", "task": "sum"}
        {"instruction": "Add.", "input": "1 2", "output": "3", "task": "sum", "split": "test"}
        {"text": "3 4", "label": "odd"}
        """);
    List<InstructionExample> read =
        new PoolImport("mine", PoolImport.Encoding.PLAIN).readAll(rows, ReadOptions.AS_IS);
    assertThat(read).hasSize(2); // the test row is left out
    assertThat(read.getFirst().source()).isEqualTo("Add.\n\nInput: 1 1\nOutput:");
    assertThat(read.getFirst().collection()).isEqualTo("mine");
    assertThat(read.get(1).task()).isEqualTo("rows");

    Path tasks = directory.resolve("ni");
    TaskFormats.named("natural-instructions").write(ListOperationTasks.all(2, new Seeds(1)), tasks);
    List<InstructionExample> encoded = new ArrayList<>();
    new PoolImport(
            "lists",
            new PoolImport.Encoding.Written(
                InstructionEncoding.DEFAULT, String::length, new Seeds(0)))
        .read(tasks, Optional.empty(), ReadOptions.AS_IS, encoded::add);
    assertThat(encoded).hasSize(128);
    assertThat(encoded.getFirst().source().split("Input:")).hasSize(4); // two shown, one asked
    assertThat(TaskIndex.of(InstructionSet.of(encoded)).tasks()).hasSize(64);
  }

  @Test
  void everyTurnOfTheAssistantIsAnExampleBehindWhatWasSaid() throws IOException {
    Path chat = directory.resolve("chat.jsonl");
    Files.writeString(
        chat,
        """
        {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}, \
        {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "See you"}]}
        """);
    List<InstructionExample> turns = new ArrayList<>();
    AuxiliaryImport.DIALOGUE.read(chat, "chat", turns::add);
    assertThat(turns.get(1).source())
        .isEqualTo("User: Hi\nAssistant: Hello\nUser: Bye\nAssistant:");
    assertThat(turns.get(1).output()).isEqualTo("See you");
    Files.writeString(chat, "{\"messages\": [{\"role\": \"robot\", \"content\": \"Hi\"}]}\n");
    assertThatThrownBy(() -> AuxiliaryImport.DIALOGUE.read(chat, "chat", turns::add))
        .hasMessageContaining("chat.jsonl:1: field 'role'");
  }

  @Test
  void aCompositionCountsTasksAndRepeatedTexts() {
    Composition composition =
        Composition.of(InstructionSet.concatenated(List.of(POOL, POOL.at(0))));
    assertThat(composition.examples()).isEqualTo(5);
    assertThat(composition.repeated()).isEqualTo(1);
    assertThat(composition.by(Composition.TaskPart::collection).getFirst().examples()).isEqualTo(4);
    double entropy = -0.8 * Math.log(0.8) - 0.2 * Math.log(0.2);
    assertThat(composition.effectiveTasks())
        .isCloseTo(Math.exp(entropy), org.assertj.core.api.Assertions.within(1e-12));
  }

  @Test
  void aLineageHoldsEveryStepFromTheSources() throws IOException {
    Path source = Files.writeString(directory.resolve("s.jsonl"), "x");
    Path first = Files.writeString(directory.resolve("1.jsonl"), "y");
    Path second = Files.writeString(directory.resolve("2.jsonl"), "z");
    Lineage.write(first, List.of("data", "import"), List.of(source), 1);
    Lineage.write(second, List.of("data", "order"), List.of(first), 1);
    Lineage lineage = Lineage.of(second);
    assertThat(lineage.steps())
        .extracting(Lineage.Step::output)
        .containsExactly(first.toString(), second.toString());
    assertThat(lineage.sources()).containsOnlyKeys(source.toString());
    assertThat(lineage.steps().getFirst().hash())
        .isEqualTo(lineage.steps().getLast().inputs().get(first.toString()));
  }
}
