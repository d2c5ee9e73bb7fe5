package dev.chiron.core.task.format;

import dev.chiron.core.error.InputException;
import dev.chiron.core.task.TaskCollection;
import java.nio.file.Path;

/** One way to keep tasks in files. */
public interface TaskFormat {
  /** The name that commands take, such as {@code jsonl}. */
  String name();

  /** What a path of this format is, in a few words for help. */
  String summary();

  /** Whether a path looks like this format; decided by names and the first bytes. */
  boolean detects(Path path);

  /**
   * Reads every task of a file or directory.
   *
   * @throws InputException if something is missing or wrong; names file, line and field
   */
  TaskCollection read(Path path, ReadOptions options);

  /** Whether {@link #write} is supported. */
  default boolean writable() {
    return false;
  }

  /**
   * Writes every task; what stood at the path is replaced in one step.
   *
   * @throws InputException if the format cannot be written or cannot hold what the tasks hold
   */
  default void write(TaskCollection collection, Path path) {
    throw new InputException("format '" + name() + "' can be read but not written");
  }
}
