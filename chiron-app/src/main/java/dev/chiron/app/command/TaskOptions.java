package dev.chiron.app.command;

import dev.chiron.app.console.Environment;
import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Splitter;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.format.ReadOptions;
import dev.chiron.core.task.format.TaskFormat;
import dev.chiron.core.task.format.TaskFormats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a task that is named on the command line is read. */
final class TaskOptions {
  private static final String SHIPPED = "tasks";

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
   * Reads the one task of a reference: a path, a shipped task's name, or either with {@code #NAME}
   * for one task of several.
   *
   * @throws InputException if it can't be found or read, or is several
   */
  Task read(String reference, long seed, Environment environment) {
    int hash = reference.lastIndexOf('#');
    boolean whole = hash < 0 || Files.exists(environment.resolve(reference));
    String source = whole ? reference : reference.substring(0, hash);
    List<Task> tasks = readAll(source, seed, environment).tasks();
    if (!whole) {
      String name = reference.substring(hash + 1);
      return tasks.stream()
          .filter(task -> task.name().equals(name))
          .findFirst()
          .map(task -> limited(task, seed))
          .orElseThrow(
              () -> new InputException(source + ": has no task '" + name + "': " + names(tasks)));
    }
    if (tasks.size() != 1) {
      throw new InputException(
          source
              + ": holds "
              + tasks.size()
              + " tasks; choose one by "
              + source
              + "#NAME, of "
              + names(tasks));
    }
    return limited(tasks.getFirst(), seed);
  }

  /** Reads every task of a path or of a shipped task's name. */
  TaskCollection readAll(String source, long seed, Environment environment) {
    Path path = environment.resolve(source);
    if (Files.exists(path)) {
      ReadOptions options = options(seed);
      return format == null
          ? TaskFormats.read(path, options)
          : TaskFormats.named(format).read(path, options);
    }
    Path shipped = shipped(environment).resolve(source + ".json");
    if (source.matches("[a-z0-9-]+") && Files.exists(shipped)) {
      return TaskFormats.chiron().read(shipped, options(seed));
    }
    throw new InputException(
        source + ": no such file, and no shipped task of this name (see: chiron tasks list)");
  }

  static Path shipped(Environment environment) {
    return environment.root().resolve(SHIPPED);
  }

  /** The format to write: the one that is named, else the one of a chosen default. */
  TaskFormat formatOr(TaskFormat other) {
    return format == null ? other : TaskFormats.named(format);
  }

  private ReadOptions options(long seed) {
    ReadOptions options =
        ReadOptions.DEFAULT.withSeed(seed).withLabels(labels).withColumns(columns);
    return Optional.ofNullable(instruction).map(options::withInstruction).orElse(options);
  }

  private Task limited(Task task, long seed) {
    for (Map.Entry<String, Integer> entry : limit.entrySet()) {
      if (!List.of("train", "dev", "test").contains(entry.getKey()) || entry.getValue() < 1) {
        throw new InputException(
            "--limit "
                + entry.getKey()
                + "="
                + entry.getValue()
                + ": use train=N, dev=N or test=N with N of at least 1");
      }
    }
    return limit.isEmpty()
        ? task
        : new Splitter(new Seeds(seed))
            .limit(
                task,
                limit.getOrDefault("train", Integer.MAX_VALUE),
                limit.getOrDefault("dev", Integer.MAX_VALUE),
                limit.getOrDefault("test", Integer.MAX_VALUE));
  }

  private static String names(List<Task> tasks) {
    String some = tasks.stream().limit(12).map(Task::name).collect(Collectors.joining(", "));
    return some + (tasks.size() > 12 ? ", …" : "");
  }
}
