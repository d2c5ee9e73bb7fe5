package dev.chiron.core.task.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Split;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A format that keeps one example a row. A directory whose files are all named after splits ({@code
 * train}, {@code dev}, {@code test}) is one task; any other directory is one task a file.
 *
 * <p>Rows carry name, instruction, split, input, outputs and attributes. Labels, metric and
 * demonstrations are not in the rows: they are told or found when rows are read.
 */
abstract class RowFormat implements TaskFormat {
  private final String name;
  private final String[] endings;

  RowFormat(String name, String... endings) {
    this.name = name;
    this.endings = endings;
  }

  /** Hands on each row of a file. */
  abstract void rows(Path file, Consumer<JsonField> sink);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public boolean detects(Path path) {
    return Files.isDirectory(path)
        ? !TaskFiles.in(path, endings).isEmpty()
        : TaskFiles.named(path, endings);
  }

  @Override
  public TaskCollection read(Path path, ReadOptions options) {
    String all = TaskFiles.baseName(path);
    RowReader reader = new RowReader(options, all);
    fields(path, reader::add);
    return reader.finish(all);
  }

  /**
   * Hands on every row of a file or a directory without keeping any.
   *
   * @throws InputException if something is missing or wrong; names file, line and field
   */
  void stream(Path path, ReadOptions options, Consumer<TaskRow> sink) {
    RowReader reader = new RowReader(options, TaskFiles.baseName(path));
    fields(path, (field, task, split) -> sink.accept(reader.row(field, task, split)));
  }

  /** Takes a row, with the task and the split that it has if it names none. */
  @FunctionalInterface
  private interface FieldSink {
    void row(JsonField row, String defaultTask, Split defaultSplit);
  }

  private void fields(Path path, FieldSink sink) {
    TaskFiles.requireExists(path);
    List<Path> files = Files.isDirectory(path) ? TaskFiles.in(path, endings) : List.of(path);
    if (files.isEmpty()) {
      throw InputException.in(path, "no " + endings[0] + " file in this directory");
    }
    String all = TaskFiles.baseName(path);
    boolean bySplit =
        Files.isDirectory(path)
            && files.stream()
                .allMatch(file -> RowReader.splitOf(TaskFiles.baseName(file)).isPresent());
    for (Path file : files) {
      String base = TaskFiles.baseName(file);
      Split split = bySplit ? RowReader.splitOf(base).orElseThrow() : Split.TRAIN;
      long[] count = {0};
      rows(
          file,
          row -> {
            sink.row(row, bySplit ? all : base, split);
            count[0]++;
          });
      if (count[0] == 0) {
        throw SourceText.empty(file);
      }
    }
  }

  @Override
  public final boolean writable() {
    return true;
  }

  /** Hands on every example as a row, task by task and split by split. */
  static void forEachRow(TaskCollection collection, Consumer<ObjectNode> sink) {
    for (Task task : collection.tasks()) {
      for (Split split : Split.values()) {
        for (Example example : task.splits().part(split)) {
          ObjectNode row = Json.object();
          row.put("task", task.name());
          row.put("split", split.name().toLowerCase(Locale.ROOT));
          if (!task.instruction().isEmpty()) {
            row.put("instruction", task.instruction());
          }
          row.put("input", example.input());
          row.set("outputs", Json.tree(example.outputs()));
          if (!example.attributes().isEmpty()) {
            row.set("attributes", Json.tree(new TreeMap<>(example.attributes())));
          }
          sink.accept(row);
        }
      }
    }
  }

  static void requireNoDirectory(Path path) {
    if (Files.isDirectory(path)) {
      throw InputException.in(path, "is a directory where a file should be written");
    }
  }
}
