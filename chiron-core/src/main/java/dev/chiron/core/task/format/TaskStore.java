package dev.chiron.core.task.format;

import dev.chiron.core.error.InputException;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where tasks are found by name: the user's own directories first, then the tasks that ship. Each
 * directory holds tasks in Chiron's JSON, by file name, and may hold directories of them: {@code
 * p3/ag_news_classify} is the task of that file in the directory {@code p3}.
 */
public final class TaskStore {
  private static final int SUGGESTIONS = 3;

  private final List<Path> directories;
  private final Path workingDirectory;
  private final Optional<TaskFormat> format;

  /** A store over directories, the first found wins; those that do not exist are passed over. */
  public TaskStore(List<Path> directories) {
    this(directories, Path.of(""));
  }

  /** As above; relative paths of tasks are taken from {@code workingDirectory}. */
  public TaskStore(List<Path> directories, Path workingDirectory) {
    this(
        directories.stream().map(d -> d.toAbsolutePath().normalize()).distinct().toList(),
        workingDirectory,
        Optional.empty());
  }

  private TaskStore(List<Path> directories, Path workingDirectory, Optional<TaskFormat> format) {
    this.directories = directories;
    this.workingDirectory = workingDirectory;
    this.format = format;
  }

  /** As this store, but paths are read in one format whatever they look like. */
  public TaskStore withFormat(TaskFormat named) {
    return new TaskStore(directories, workingDirectory, Optional.of(named));
  }

  /**
   * The user's tasks in {@code ./tasks} and the shipped ones. The installation is what the system
   * property {@code chiron.home} names, else {@code chiron.root}, else the working directory or the
   * nearest of its parents that holds {@code tasks/}.
   */
  public static TaskStore standard() {
    return standard(Path.of("tasks"));
  }

  /** As {@link #standard()}, with the user's tasks in another directory. */
  public static TaskStore standard(Path own) {
    List<Path> directories = new ArrayList<>(List.of(own));
    shipped().ifPresent(directories::add);
    return new TaskStore(directories);
  }

  private static Optional<Path> shipped() {
    for (String property : List.of("chiron.home", "chiron.root")) {
      String value = System.getProperty(property, "");
      if (!value.isBlank()) {
        return Optional.of(Path.of(value).resolve("tasks"));
      }
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("tasks"))) {
        return Optional.of(at.resolve("tasks"));
      }
    }
    return Optional.empty();
  }

  /** The names that can be opened, sorted, with their files. */
  public Map<String, Path> files() {
    Map<String, Path> files = new TreeMap<>();
    for (Path directory : directories) {
      if (Files.isDirectory(directory)) {
        collect(directory, "", files);
        for (Path inner : TaskFiles.directoriesIn(directory)) {
          collect(inner, TaskFiles.fileName(inner) + "/", files);
        }
      }
    }
    return files;
  }

  private static void collect(Path directory, String prefix, Map<String, Path> files) {
    for (Path file : TaskFiles.in(directory, ".json", ".json.gz")) {
      files.putIfAbsent(prefix + TaskFiles.baseName(file), file);
    }
  }

  public List<String> names() {
    return List.copyOf(files().keySet());
  }

  /**
   * One task: a name of this store, or a path to tasks of any format. Of several tasks {@code
   * #NAME} behind the name or path chooses one, such as {@code p3.jsonl.gz#ag_news_classify}.
   *
   * @throws InputException if there is no such task, or several
   */
  public Task task(String reference, ReadOptions options) {
    int hash = reference.lastIndexOf('#');
    boolean whole = hash < 0 || Files.exists(workingDirectory.resolve(reference));
    if (whole) {
      List<Task> tasks = collection(reference, options).tasks();
      if (tasks.size() != 1) {
        throw new InputException(
            reference
                + ": holds "
                + tasks.size()
                + " tasks where one is asked for: choose one, such as "
                + reference
                + "#"
                + tasks.getFirst().name());
      }
      return tasks.getFirst();
    }
    String source = reference.substring(0, hash);
    String name = reference.substring(hash + 1);
    TaskCollection tasks = collection(source, options);
    return tasks
        .task(name)
        .orElseThrow(
            () -> unknown(name, source, tasks.tasks().stream().map(Task::name).sorted().toList()));
  }

  public Task task(String nameOrPath) {
    return task(nameOrPath, ReadOptions.DEFAULT);
  }

  /**
   * Every task of a name or a path: a task's name, the name of a directory of tasks in this store,
   * or a path to tasks of any format.
   *
   * @throws InputException if there is nothing of that name; suggests the closest names
   */
  public TaskCollection collection(String nameOrPath, ReadOptions options) {
    Path file = files().get(nameOrPath);
    if (file != null && format.isEmpty()) {
      return TaskFormats.chiron().read(file, options);
    }
    if (TaskNames.valid(nameOrPath) && format.isEmpty()) {
      for (Path directory : directories) {
        Path inner = directory.resolve(nameOrPath);
        if (Files.isDirectory(inner)) {
          return TaskFormats.read(inner, options);
        }
      }
    }
    Path path = workingDirectory.resolve(nameOrPath);
    if (Files.exists(path)) {
      return format.isPresent()
          ? format.orElseThrow().read(path, options)
          : TaskFormats.read(path, options);
    }
    throw unknown(nameOrPath, "", names());
  }

  private static InputException unknown(String name, String source, List<String> names) {
    List<String> close = closest(name, names);
    String hint =
        !close.isEmpty()
            ? "did you mean " + String.join(", ", close) + "?"
            : source.isEmpty()
                ? "see 'chiron tasks list', or give the path of a task file"
                : "it holds " + names.size() + " tasks, such as " + names.getFirst();
    return new InputException(
        (source.isEmpty() ? "" : source + ": ") + "unknown task '" + name + "': " + hint);
  }

  /** The names within a third of the name's length in edits, the nearest first. */
  private static List<String> closest(String name, List<String> names) {
    int limit = Math.max(2, name.length() / 3);
    Map<String, Integer> distances = new LinkedHashMap<>();
    for (String candidate : names) {
      String bare = candidate.substring(candidate.lastIndexOf('/') + 1);
      int distance = Math.min(edits(name, candidate), edits(name, bare));
      if (distance <= limit) {
        distances.put(candidate, distance);
      }
    }
    return distances.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .limit(SUGGESTIONS)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Levenshtein's distance, without regard to case. */
  static int edits(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
