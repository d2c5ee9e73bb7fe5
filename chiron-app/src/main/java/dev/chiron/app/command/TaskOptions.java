package dev.chiron.app.command;

import dev.chiron.app.console.Environment;
import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Splitter;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.format.ReadOptions;
import dev.chiron.core.task.format.TaskFormats;
import dev.chiron.core.task.format.TaskStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a task that is named on the command line is read. */
final class TaskOptions {
  private static final String TASKS = "tasks";

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "The task's format (default: what the path looks like).")
  @Nullable String format;

  @Option(
      names = "--instruction",
      paramLabel = "TEXT",
      description = "The instruction, instead of the one that the task carries.")
  @Nullable String instruction;

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "LABEL",
      description = "The closed set of answers (default: what the task says or shows).")
  List<String> labels = List.of();

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "ROLE=COLUMN",
      description = "Which column holds input, output, split, … (default: the usual names).")
  Map<String, String> columns = new TreeMap<>();

  @Option(
      names = "--limit",
      split = ",",
      paramLabel = "SPLIT=N",
      description = "At most N examples of train, dev or test, drawn by the seed (default: all).")
  Map<String, Integer> limit = new TreeMap<>();

  /**
   * Reads the one task of a reference: a path, the name of a task of the user's or of a shipped
   * one, or any of them with {@code #NAME} for one task of several.
   *
   * @throws InputException if it can't be found or read, or is several
   */
  Task read(String reference, long seed, Environment environment) {
    checkLimits();
    environment.resolve(reference);
    return limited(source(environment).task(reference, options(seed)), seed);
  }

  /** Reads every task of a path or a name. */
  TaskCollection readAll(String reference, long seed, Environment environment) {
    checkLimits();
    environment.resolve(reference);
    TaskCollection all = source(environment).collection(reference, options(seed));
    return new TaskCollection(
        all.name(), all.tasks().stream().map(task -> limited(task, seed)).toList());
  }

  /**
   * Reads every task of several paths or names.
   *
   * @throws InputException if two tasks have one name
   */
  List<Task> readAll(List<String> references, long seed, Environment environment) {
    Map<String, Task> tasks = new LinkedHashMap<>();
    for (String reference : references) {
      for (Task task : readAll(reference, seed, environment).tasks()) {
        if (tasks.put(task.name(), task) != null) {
          throw new InputException("task '" + task.name() + "' is given twice");
        }
      }
    }
    return List.copyOf(tasks.values());
  }

  /** Where tasks have names: the user's {@code tasks/}, then those that ship. */
  static TaskStore store(Environment environment) {
    return new TaskStore(
        List.of(environment.resolve(TASKS), environment.root().resolve(TASKS)),
        environment.directory());
  }

  private TaskStore source(Environment environment) {
    TaskStore store = store(environment);
    return format == null ? store : store.withFormat(TaskFormats.named(format));
  }

  private ReadOptions options(long seed) {
    ReadOptions options =
        ReadOptions.DEFAULT.withSeed(seed).withLabels(labels).withColumns(columns);
    return Optional.ofNullable(instruction).map(options::withInstruction).orElse(options);
  }

  private void checkLimits() {
    limit.forEach(
        (split, most) -> {
          if (!List.of("train", "dev", "test").contains(split) || most < 1) {
            throw new InputException(
                "--limit "
                    + split
                    + "="
                    + most
                    + ": use train=N, dev=N or test=N with N of at least 1");
          }
        });
  }

  private Task limited(Task task, long seed) {
    return limit.isEmpty()
        ? task
        : new Splitter(new Seeds(seed))
            .limit(
                task,
                limit.getOrDefault("train", Integer.MAX_VALUE),
                limit.getOrDefault("dev", Integer.MAX_VALUE),
                limit.getOrDefault("test", Integer.MAX_VALUE));
  }
}
