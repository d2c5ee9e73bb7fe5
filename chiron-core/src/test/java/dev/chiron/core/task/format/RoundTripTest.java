package dev.chiron.core.task.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a format writes it reads back equal, whatever the texts hold. */
class RoundTripTest {
  @Provide
  Arbitrary<TaskCollection> collections() {
    return TaskArbitraries.collection();
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void chironJsonKeepsEverything(@ForAll("collections") TaskCollection tasks) throws IOException {
    assertThat(writtenAndRead("chiron", "", tasks)).isEqualTo(byName(tasks));
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void naturalInstructionsKeepEverything(@ForAll("collections") TaskCollection tasks)
      throws IOException {
    assertThat(writtenAndRead("natural-instructions", "", tasks)).isEqualTo(byName(tasks));
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void jsonLinesKeepNameInstructionAndExamples(@ForAll("collections") TaskCollection tasks)
      throws IOException {
    assertRowsSurvive("jsonl", tasks);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void csvKeepsNameInstructionAndExamples(@ForAll("collections") TaskCollection tasks)
      throws IOException {
    assertRowsSurvive("csv", tasks);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void tsvKeepsNameInstructionAndExamples(@ForAll("collections") TaskCollection tasks)
      throws IOException {
    assertRowsSurvive("tsv", tasks);
  }

  @Property(tries = 15, edgeCases = EdgeCasesMode.NONE)
  void parquetKeepsNameInstructionAndExamples(@ForAll("collections") TaskCollection tasks)
      throws IOException {
    assertRowsSurvive("parquet", tasks);
  }

  private static void assertRowsSurvive(String format, TaskCollection tasks) throws IOException {
    List<Task> read = writtenAndRead(format, "." + format, tasks);
    assertThat(read).hasSameSizeAs(tasks.tasks());
    for (int i = 0; i < read.size(); i++) {
      Task before = tasks.tasks().get(i);
      assertThat(read.get(i).name()).isEqualTo(before.name());
      assertThat(read.get(i).instruction()).isEqualTo(before.instruction());
      assertThat(read.get(i).splits()).isEqualTo(before.splits());
    }
  }

  private static List<Task> writtenAndRead(String format, String ending, TaskCollection tasks)
      throws IOException {
    Path directory = Files.createTempDirectory("round-trip");
    try {
      Path path = directory.resolve("tasks" + ending);
      TaskFormats.named(format).write(tasks, path);
      return TaskFormats.named(format).read(path, ReadOptions.AS_IS).tasks();
    } finally {
      AtomicFiles.deleteTree(directory);
    }
  }

  private static List<Task> byName(TaskCollection tasks) {
    return tasks.tasks().stream().sorted(Comparator.comparing(Task::name)).toList();
  }
}
