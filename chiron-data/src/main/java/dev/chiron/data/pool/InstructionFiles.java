package dev.chiron.data.pool;

import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskInfo;
import dev.chiron.core.task.format.ReadOptions;
import dev.chiron.core.task.format.TaskFormats;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Pools as files: JSONL stays on disk, with one {@link InstructionExample} a line; Parquet and
 * Natural Instructions are read whole. JSONL and Parquet are read by every command that reads tasks
 * too.
 */
public final class InstructionFiles {
  private InstructionFiles() {}

  /** What a pool's lines are in. */
  private static boolean isJsonLines(Path path) {
    return endsWith(path, ".jsonl") || endsWith(path, ".ndjson");
  }

  private static boolean endsWith(Path path, String ending) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  /**
   * Opens a pool: a JSONL or Parquet file that was written here, or a directory of Natural
   * Instructions.
   *
   * @throws InputException if it is missing or not a pool; names file, line and field
   */
  public static InstructionSet open(Path path) {
    if (!Files.exists(path)) {
      throw InputException.in(path, "no such file or directory");
    }
    if (isJsonLines(path)) {
      return IndexedLines.open(path);
    }
    List<InstructionExample> all = new ArrayList<>();
    new PoolImport(PoolImport.nameOf(path), PoolImport.Encoding.PLAIN)
        .read(path, TaskFormats.detect(path), ReadOptions.AS_IS, all::add);
    return InstructionSet.of(all);
  }

  /** Writes a pool by the look of the path: {@code .jsonl}, {@code .parquet}, or a directory. */
  public static void write(InstructionSet set, Path path) {
    write(set.stream(), path);
  }

  /** The same of a stream; JSONL is written without keeping any example. */
  public static void write(Stream<InstructionExample> examples, Path path) {
    if (isJsonLines(path)) {
      writeLines(examples, path);
      return;
    }
    String format = endsWith(path, ".parquet") ? "parquet" : "natural-instructions";
    if (format.equals("natural-instructions") && path.toString().matches(".*\\.[a-z]{2,8}")) {
      throw InputException.in(
          path, "name a .jsonl or a .parquet file, or a directory for Natural Instructions");
    }
    TaskFormats.named(format).write(tasks(examples), path);
  }

  /** An example as a line of a JSONL pool, without its line break. */
  public static String line(InstructionExample example) {
    return Json.line(example.toJson());
  }

  private static void writeLines(Stream<InstructionExample> examples, Path path) {
    AtomicFiles.write(
        path,
        temporary -> {
          try (BufferedWriter writer = Files.newBufferedWriter(temporary)) {
            for (InstructionExample each : (Iterable<InstructionExample>) examples::iterator) {
              writer.append(line(each)).append('\n');
            }
          }
        });
  }

  /**
   * The tasks that a pool's examples are of. Examples of one task with different instructions,
   * which a pool may hold, are tasks apart; they carry the name that they had.
   */
  private static TaskCollection tasks(Stream<InstructionExample> examples) {
    Map<List<String>, List<InstructionExample>> byTask = new LinkedHashMap<>();
    examples.forEach(
        each ->
            byTask
                .computeIfAbsent(List.of(each.task(), each.instruction()), key -> new ArrayList<>())
                .add(each));
    Map<String, Integer> variants = new LinkedHashMap<>();
    List<Task> tasks = new ArrayList<>();
    byTask.forEach(
        (key, members) -> {
          int variant = variants.merge(key.getFirst(), 1, Integer::sum);
          tasks.add(task(key.getFirst() + (variant == 1 ? "" : "~" + variant), members));
        });
    return new TaskCollection("pool", tasks);
  }

  private static Task task(String name, List<InstructionExample> members) {
    InstructionExample first = members.getFirst();
    List<Example> examples = members.stream().map(each -> each.asExample(name)).toList();
    return new Task(
        name,
        first.instruction(),
        List.of(),
        List.of(),
        List.of(),
        new Splits(examples, List.of(), List.of()),
        MetricSpec.EXACT_MATCH,
        TaskInfo.of(first.collection(), first.category()));
  }
}
