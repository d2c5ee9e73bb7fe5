package dev.chiron.core.task.format;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads sources that keep an example a row, row by row: for those larger than memory. */
public final class TaskRows {
  private TaskRows() {}

  /** Whether the path is of a format that keeps an example a row. */
  public static boolean streams(TaskFormat format) {
    return format instanceof RowFormat;
  }

  /**
   * Hands on every row without keeping any. Of the options only the columns and the words for
   * labels count: everything else is said of whole tasks.
   *
   * @throws dev.chiron.core.error.InputException if something is missing or wrong; names file, line
   *     and field
   * @throws IllegalArgumentException if the format does not keep an example a row
   */
  public static void stream(
      TaskFormat format, Path path, ReadOptions options, Consumer<TaskRow> sink) {
    if (!(format instanceof RowFormat rows)) {
      throw new IllegalArgumentException(format.name() + " does not keep an example a row");
    }
    rows.stream(path, options, sink);
  }
}
