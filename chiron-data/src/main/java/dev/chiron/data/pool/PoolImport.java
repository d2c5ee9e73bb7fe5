package dev.chiron.data.pool;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Split;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskInfo;
import dev.chiron.core.task.format.ReadOptions;
import dev.chiron.core.task.format.TaskFormat;
import dev.chiron.core.task.format.TaskFormats;
import dev.chiron.core.task.format.TaskRow;
import dev.chiron.core.task.format.TaskRows;
import dev.chiron.data.encoding.SourceEncoding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/**
 * Brings the training examples of any source of tasks into the one schema. Formats that keep an
 * example a row are read without keeping any example.
 *
 * @param collection the name that the examples' collection gets, unless they carry one
 * @param encoding how prompts are written
 */
public record PoolImport(String collection, Encoding encoding) {
  /** How prompts are written. */
  public sealed interface Encoding {
    /** The plain format of instruction and input, which takes no place in the file. */
    Encoding PLAIN = new Plain();

    /** See {@link #PLAIN}. */
    record Plain() implements Encoding {}

    /**
     * A source encoding with what it draws from; it needs whole tasks, so that no format streams.
     */
    record Written(SourceEncoding sources, ToIntFunction<String> countTokens, Seeds seeds)
        implements Encoding {}
  }

  /** The name that a path gives: its last part without endings. */
  public static String nameOf(Path path) {
    Path last = path.toAbsolutePath().normalize().getFileName();
    return last == null ? "pool" : last.toString().replaceFirst("(\\.[A-Za-z]+)+$", "");
  }

  /**
   * Reads a source.
   *
   * @param format empty for what the path looks like
   * @throws InputException if something is missing or wrong; names file, line and field
   */
  public void read(
      Path path,
      Optional<TaskFormat> format,
      ReadOptions options,
      Consumer<InstructionExample> sink) {
    TaskFormat known =
        format
            .or(() -> TaskFormats.detect(path))
            .orElseThrow(
                () ->
                    InputException.in(
                        path,
                        "not recognised: name the format, one of "
                            + String.join(", ", TaskFormats.names())));
    Map<String, Integer> counts = new HashMap<>();
    if (TaskRows.streams(known) && encoding instanceof Encoding.Plain) {
      TaskRows.stream(
          known,
          path,
          options,
          row -> {
            if (row.split() == Split.TRAIN) {
              sink.accept(ofRow(row, counts));
            }
          });
      return;
    }
    for (Task task : known.read(path, options.withCompleteSplits(false)).tasks()) {
      RandomGenerator random = randomOf(task);
      for (Example example : task.splits().train()) {
        InstructionExample plain =
            of(task.name(), task.instruction(), task.info(), example, counts);
        sink.accept(
            encoding instanceof Encoding.Written written
                ? plain.withPrompt(
                    written
                        .sources()
                        .encode(task, example.input(), written.countTokens(), random)
                        .text())
                : plain);
      }
    }
  }

  private RandomGenerator randomOf(Task task) {
    Seeds seeds = encoding instanceof Encoding.Written written ? written.seeds() : new Seeds(0);
    return seeds.generator("encoding of " + task.name());
  }

  private InstructionExample ofRow(TaskRow row, Map<String, Integer> counts) {
    return of(row.task(), row.instruction(), TaskInfo.NONE, row.example(), counts);
  }

  private InstructionExample of(
      String task,
      String instruction,
      TaskInfo info,
      Example example,
      Map<String, Integer> counts) {
    Map<String, String> carried = example.attributes();
    int number = counts.merge(task, 1, Integer::sum) - 1;
    return new InstructionExample(
        carried.getOrDefault("id", task + "-" + number),
        carried.getOrDefault("collection", collection),
        carried.getOrDefault("category", info.category()),
        carried.getOrDefault("task", task),
        instruction,
        example.input(),
        carried.getOrDefault("prompt", ""),
        example.outputs());
  }

  /** All training examples of a source in memory. */
  public List<InstructionExample> readAll(Path path, ReadOptions options) {
    List<InstructionExample> all = new ArrayList<>();
    read(path, Optional.empty(), options, all::add);
    return all;
  }
}
