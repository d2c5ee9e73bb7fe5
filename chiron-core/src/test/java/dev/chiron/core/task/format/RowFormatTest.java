package dev.chiron.core.task.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rows may look like: JSONL, CSV, TSV. */
class RowFormatTest {
  @TempDir Path directory;

  @Test
  void aColumnNamedLabelMakesAClassificationTask() throws IOException {
    Task task = read("a.csv", "text,label,source\ngood,1,web\nbad,0,web\n");
    assertThat(task.name()).isEqualTo("a");
    assertThat(task.labels()).containsExactly("0", "1");
    assertThat(task.metric()).isEqualTo(MetricSpec.ACCURACY);
    assertThat(task.splits().train().getFirst())
        .isEqualTo(new Example("good", List.of("1"), Map.of("source", "web")));
  }

  @Test
  void otherColumnsAndOtherWordsForLabelsCanBeNamed() throws IOException {
    Path file = write("a.tsv", "body\tverdict\nfine\t1\n\"two\tcells\"\t0\n");
    ReadOptions options =
        ReadOptions.AS_IS
            .withColumns(Map.of("input", "body", "output", "verdict"))
            .withLabelWords(Map.of("0", "no", "1", "yes"))
            .withLabels(List.of("yes", "no"));
    Task task = TaskFormats.read(file, options).tasks().getFirst();
    assertThat(task.labels()).containsExactly("yes", "no");
    assertThat(task.splits().train())
        .containsExactly(Example.of("fine", "yes"), Example.of("two\tcells", "no"));
  }

  @Test
  void aSharedInstructionIsTheTasksAndDifferentOnesGoBeforeTheInputs() throws IOException {
    String same =
        """
        {"instruction": "Add.", "input": "1 2", "output": 3}
        {"instruction": "Add.", "input": "2 2", "output": 4}
        """;
    Task shared = read("same.jsonl", same);
    assertThat(shared.instruction()).isEqualTo("Add.");
    assertThat(shared.splits().train().getFirst()).isEqualTo(Example.of("1 2", "3"));
    Task mixed =
        read("mixed.jsonl", same + "{\"instruction\": \"Name a colour.\", \"response\": \"red\"}");
    assertThat(mixed.instruction()).isEmpty();
    assertThat(mixed.splits().train())
        .extracting(Example::input)
        .containsExactly("Add.\n\n1 2", "Add.\n\n2 2", "Name a colour.");
  }

  @Test
  void rowsMayNameTheirTaskAndTheirSplit() throws IOException {
    String rows = "task,split,input,output\nb,test,1,x\na,train,2,y\nb,validation,3,z\n";
    List<Task> tasks = TaskFormats.read(write("a.csv", rows), ReadOptions.AS_IS).tasks();
    assertThat(tasks).extracting(Task::name).containsExactly("b", "a");
    assertThat(tasks.getFirst().splits().test()).containsExactly(Example.of("1", "x"));
    assertThat(tasks.getFirst().splits().dev()).containsExactly(Example.of("3", "z"));
  }

  @Test
  void aDirectoryOfSplitFilesIsOneTask() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("mine"));
    Files.writeString(folder.resolve("train.jsonl"), "{\"input\": \"a\", \"output\": \"1\"}\n");
    Files.writeString(folder.resolve("test.jsonl"), "{\"input\": \"b\", \"output\": \"2\"}\n");
    TaskCollection read = TaskFormats.read(folder, ReadOptions.AS_IS);
    assertThat(read.tasks()).singleElement().extracting(Task::name).isEqualTo("mine");
    assertThat(read.tasks().getFirst().splits().test()).containsExactly(Example.of("b", "2"));
  }

  @Test
  void gzipAndAByteOrderMarkAreSeenThrough() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write("\ufeffinput,output\na,b\n".getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(directory.resolve("a.csv.gz"), bytes.toByteArray());
    Task task = TaskFormats.read(file, ReadOptions.AS_IS).tasks().getFirst();
    assertThat(task.name()).isEqualTo("a");
    assertThat(task.splits().train()).containsExactly(Example.of("a", "b"));
  }

  @Test
  void aFlatFileIsSplitBySeedUnlessToldNotTo() throws IOException {
    StringBuilder rows = new StringBuilder("input,output\n");
    IntStream.range(0, 50).forEach(i -> rows.append("in ").append(i).append(",out\n"));
    Path file = write("a.csv", rows.toString());
    Task split = TaskFormats.read(file, ReadOptions.DEFAULT).tasks().getFirst();
    assertThat(split.splits().train()).hasSize(30);
    assertThat(split.splits().dev()).hasSize(10);
    assertThat(split.splits().test()).hasSize(10);
    assertThat(TaskFormats.read(file, ReadOptions.DEFAULT).tasks().getFirst()).isEqualTo(split);
    assertThat(TaskFormats.read(file, ReadOptions.DEFAULT.withSeed(1)).tasks().getFirst())
        .isNotEqualTo(split);
  }

  @Test
  void aSmallSetOfFrequentShortAnswersIsTakenForLabels() {
    List<Example> frequent =
        IntStream.range(0, 10)
            .mapToObj(i -> Example.of("in " + i, i % 2 == 0 ? "b" : "a"))
            .toList();
    assertThat(LabelInference.infer(frequent)).containsExactly("a", "b");
    assertThat(LabelInference.infer(frequent.subList(0, 9)))
        .as("one of them only four times")
        .isEmpty();
    List<Example> numbers =
        IntStream.range(0, 10).mapToObj(i -> Example.of("in " + i, "-" + i)).toList();
    assertThat(LabelInference.metric(List.of(), numbers)).isEqualTo(MetricSpec.ACCURACY);
    List<Example> words =
        IntStream.range(0, 10).mapToObj(i -> Example.of("in " + i, "w" + i)).toList();
    assertThat(LabelInference.metric(List.of(), words)).isEqualTo(MetricSpec.EXACT_MATCH);
    List<Example> sentences =
        IntStream.range(0, 10).mapToObj(i -> Example.of("in", "one two three four " + i)).toList();
    assertThat(LabelInference.metric(List.of(), sentences)).isEqualTo(MetricSpec.ROUGE_L);
  }

  private Task read(String name, String text) throws IOException {
    return TaskFormats.read(write(name, text), ReadOptions.AS_IS).tasks().getFirst();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
