package dev.chiron.core.task.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChironFormatTest {
  private static final String SMALL =
      """
      {
        "name": "routing",
        "labels": ["billing", "technical"],
        "splits": {
          "train": [
            {"input": "charged twice", "outputs": ["billing"]},
            {"input": "it crashes", "output": "technical"}
          ]
        }
      }
      """;

  @Test
  void eachExampleStandsOnALineOfItsOwn(@TempDir Path directory) throws IOException {
    Path file = write(directory, SMALL);
    Task task = read(file);
    Path out = directory.resolve("out.json");
    TaskFormats.chiron().write(new TaskCollection("one", List.of(task)), out);
    assertThat(Files.readAllLines(out))
        .contains("      {\"input\":\"charged twice\",\"outputs\":[\"billing\"]},")
        .contains("      {\"input\":\"it crashes\",\"outputs\":[\"technical\"]}");
  }

  @Test
  void accuracyIsTheMetricOfATaskWithLabelsAndExactMatchWithout(@TempDir Path directory)
      throws IOException {
    assertThat(read(write(directory, SMALL)).metric()).isEqualTo(MetricSpec.ACCURACY);
    String free = SMALL.replaceAll("(?m)^.*\"labels\".*\n", "");
    assertThat(read(write(directory, free)).metric()).isEqualTo(MetricSpec.EXACT_MATCH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"billing\"]}| \"refund\"]}| :6: field 'splits.train[0].outputs': unknown label 'refund'",
        "\"output\": | \"answer\": | :7: field 'splits.train[1].answer': unknown field",
        "\"it crashes\" | 7 | :7: field 'splits.train[1].input': should be a string, not a number",
        "\"input\": \"it crashes\",| '' | :7: field 'splits.train[1].input': missing",
        "\"name\": \"routing\",| '' | :1: field 'name': missing",
        "\"routing\"| \"a/b\" | :2: field 'name': not a name",
        "\"technical\"],| \"billing\"], | :3: field 'labels': a label is given twice",
        "\"outputs\": [\"billing\"] | \"outputs\": [] | :6: field 'splits.train[0].outputs': no output",
        "{\"input\": \"it | {\"input: \"it | :7: malformed JSON",
        "\"train\": [ | \"dev\": [], \"train\": [ | :5: field 'splits.dev': the split is empty",
        "\"name\": | \"name\": \"x\", \"name\": | :2: malformed JSON: Duplicate field 'name'",
      })
  void aMistakeIsNamedByFileLineAndField(
      String from, String to, String message, @TempDir Path directory) throws IOException {
    assertThat(SMALL).contains(from.strip());
    Path file = write(directory, SMALL.replace(from.strip(), to.strip()));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + message.strip());
  }

  @Test
  void twoFilesOfOneNameAreRefused(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("a.json"), SMALL);
    Files.writeString(directory.resolve("b.json"), SMALL);
    assertThatThrownBy(() -> TaskFormats.read(directory, ReadOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("b.json: field 'name': 'routing' is also the name in")
        .hasMessageContaining("a.json");
  }

  private static Path write(Path directory, String text) throws IOException {
    return Files.writeString(directory.resolve("task.json"), text);
  }

  private static Task read(Path file) {
    return TaskFormats.chiron().read(file, ReadOptions.DEFAULT).tasks().getFirst();
  }
}
