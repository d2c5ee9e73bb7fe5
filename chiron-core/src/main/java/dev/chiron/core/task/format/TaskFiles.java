package dev.chiron.core.task.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Splitter;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the formats share: files of a directory, names, splits that a source lacks. */
final class TaskFiles {
  private static final String JSON = ".json";

  private TaskFiles() {}

  /** Whether the file name ends so, in any case. */
  static boolean named(Path path, String... endings) {
    String name = fileName(path).toLowerCase(Locale.ROOT);
    return Stream.of(endings).anyMatch(name::endsWith);
  }

  static String fileName(Path path) {
    Path last = path.toAbsolutePath().normalize().getFileName();
    return last == null ? "" : last.toString();
  }

  /** The file name without the endings {@code .gz} and then the last one. */
  static String baseName(Path path) {
    String name = fileName(path);
    name = name.replaceFirst("(?i)\\.gz$", "");
    int dot = name.lastIndexOf('.');
    return dot > 0 && !Files.isDirectory(path) ? name.substring(0, dot) : name;
  }

  /** The files of a directory with one of the endings, sorted by name; hidden ones left out. */
  static List<Path> in(Path directory, String... endings) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !fileName(file).startsWith("."))
          .filter(file -> named(file, endings))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw SourceText.unreadable(directory, e);
    }
  }

  /** The directories in a directory, sorted by name; hidden ones left out. */
  static List<Path> directoriesIn(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> Files.isDirectory(file) && !fileName(file).startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw SourceText.unreadable(directory, e);
    }
  }

  static void requireExists(Path path) {
    if (!Files.exists(path)) {
      throw InputException.in(path, "no such file or directory");
    }
  }

  /** The keys of a JSON file's object; what was found so far if it breaks off or is none. */
  static Set<String> topLevelKeys(Path file) {
    Set<String> keys = new LinkedHashSet<>();
    try (InputStream in = SourceText.open(file);
        JsonParser parser = Json.mapper().createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return keys;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        keys.add(parser.currentName());
        parser.nextToken();
        parser.skipChildren();
      }
    } catch (IOException e) {
      return keys;
    }
    return keys;
  }

  /** Reads a file as a task, or every file of a directory with one of the endings as one each. */
  static TaskCollection readEach(
      Path path,
      ReadOptions options,
      BiFunction<Path, ReadOptions, Task> reader,
      String... endings) {
    requireExists(path);
    if (!Files.isDirectory(path)) {
      Task task = reader.apply(path, options);
      return new TaskCollection(task.name(), List.of(task));
    }
    List<Path> files = in(path, endings);
    if (files.isEmpty()) {
      throw InputException.in(path, "no " + endings[0] + " file in this directory");
    }
    ReadOptions each = options.withoutName();
    Map<String, Path> seen = new HashMap<>();
    List<Task> tasks = new ArrayList<>();
    for (Path file : files) {
      Task task = reader.apply(file, each);
      Path other = seen.put(task.name(), file);
      if (other != null) {
        throw InputException.in(
            file, "name", "'" + task.name() + "' is also the name in " + other + ": rename one");
      }
      tasks.add(task);
    }
    return new TaskCollection(options.name().orElse(TaskNames.from(baseName(path))), tasks);
  }

  /** Takes the splits that the source lacks from its training examples, unless told not to. */
  static Task complete(Task task, ReadOptions options) {
    return options.completeSplits() ? new Splitter(new Seeds(options.seed())).complete(task) : task;
  }

  /**
   * A task of a source that declares no labels and no metric.
   *
   * @throws InputException if the options declare labels and an output is none of them
   */
  static Task undeclared(
      Path source,
      String name,
      String instruction,
      List<Demonstration> positives,
      List<Demonstration> negatives,
      Splits splits,
      TaskInfo info,
      ReadOptions options) {
    List<Example> all = splits.all();
    List<String> labels = options.labels();
    if (labels.isEmpty()) {
      labels = LabelInference.infer(all);
    }
    for (Example example : options.labels().isEmpty() ? List.<Example>of() : all) {
      if (!labels.contains(example.output())) {
        throw InputException.in(source, "output", unknownLabel(example.output(), labels));
      }
    }
    return complete(
        new Task(
            name,
            options.instruction().orElse(instruction),
            positives,
            negatives,
            labels,
            splits,
            LabelInference.metric(labels, all),
            info),
        options);
  }

  static String unknownLabel(String output, List<String> labels) {
    List<String> shown = labels.subList(0, Math.min(12, labels.size()));
    return "unknown label '"
        + output
        + "': use one of "
        + String.join(", ", shown)
        + (labels.size() > shown.size() ? ", …" : "")
        + ", or declare it";
  }

  /**
   * Writes a file in {@code .json}, which takes one task, or a directory with one such file a task.
   *
   * @throws InputException if a file is named and the tasks are not one
   */
  static void writeJson(TaskCollection collection, Path path, Function<Task, String> writer) {
    if (!named(path, JSON)) {
      writeEach(collection, path, JSON, writer);
      return;
    }
    if (collection.tasks().size() != 1) {
      throw InputException.in(
          path,
          "a JSON file holds one task, not "
              + collection.tasks().size()
              + ": name a directory instead");
    }
    AtomicFiles.write(path, writer.apply(collection.tasks().getFirst()));
  }

  /** Writes one file a task into a directory, which is replaced as a whole. */
  private static void writeEach(
      TaskCollection collection, Path directory, String ending, Function<Task, String> writer) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw InputException.in(directory, "is a file where a directory should be written");
    }
    Set<String> taken = new LinkedHashSet<>();
    AtomicFiles.writeDirectory(
        directory,
        temporary -> {
          for (Task task : collection.tasks()) {
            String file = TaskNames.unique(TaskNames.from(task.name()), taken) + ending;
            Files.writeString(temporary.resolve(file), writer.apply(task));
          }
        });
  }
}
