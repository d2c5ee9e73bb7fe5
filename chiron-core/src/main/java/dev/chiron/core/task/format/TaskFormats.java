package dev.chiron.core.task.format;

import dev.chiron.core.error.InputException;
import dev.chiron.core.task.TaskCollection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The formats that are known, by name and by the look of a path. */
public final class TaskFormats {
  private static final TaskFormat CHIRON = new ChironFormat();

  /** In the order in which a path is tried: the more particular first. */
  private static final List<TaskFormat> ALL =
      List.of(
          CHIRON,
          new NaturalInstructionsFormat(),
          new InstructionInductionFormat(),
          new FewShotFormat(),
          new BigBenchHardFormat(),
          new P3Format(),
          new JsonLinesFormat(),
          TableFormat.csv(),
          TableFormat.tsv(),
          new ParquetFormat());

  private TaskFormats() {}

  public static List<TaskFormat> all() {
    return ALL;
  }

  /** Chiron's own JSON, which the shipped tasks are kept in. */
  public static TaskFormat chiron() {
    return CHIRON;
  }

  /**
   * The format of a name.
   *
   * @throws InputException if there is none
   */
  public static TaskFormat named(String name) {
    return ALL.stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "unknown format '" + name + "': use one of " + String.join(", ", names())));
  }

  public static List<String> names() {
    return ALL.stream().map(TaskFormat::name).toList();
  }

  /** The format that a path looks like. */
  public static Optional<TaskFormat> detect(Path path) {
    return ALL.stream().filter(format -> format.detects(path)).findFirst();
  }

  /**
   * Reads a path in the format that it looks like.
   *
   * @throws InputException if it is missing, looks like no format, or is wrong
   */
  public static TaskCollection read(Path path, ReadOptions options) {
    TaskFiles.requireExists(path);
    return detect(path)
        .orElseThrow(
            () ->
                InputException.in(
                    path,
                    "not recognised as tasks: name the format, one of "
                        + String.join(", ", names())))
        .read(path, options);
  }
}
