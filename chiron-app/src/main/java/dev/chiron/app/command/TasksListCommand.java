package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.TextTable;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.format.ReadOptions;
import dev.chiron.core.task.format.TaskFormats;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chiron tasks list}: the tasks that have names here, or those of a file or directory. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron tasks list", "  chiron tasks list my-tasks/ --json"})
final class TasksListCommand extends ChironCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description =
          "A file or directory of tasks (default: those in ./tasks and the shipped ones).")
  @Nullable String path;

  @Override
  public Answer run(Environment environment) {
    Map<String, Task> tasks = path == null ? named(environment) : read(path, environment);
    ArrayNode documents = Json.array();
    TextTable table = new TextTable("TASK", "KIND", "TRAIN", "DEV", "TEST", "METRIC");
    tasks.forEach(
        (name, task) -> {
          documents.add(TaskText.document(task).put("name", name));
          table.row(
              name,
              TaskText.kind(task),
              task.splits().train().size(),
              task.splits().dev().size(),
              task.splits().test().size(),
              task.metric().name());
        });
    return Answer.of(documents, table::print);
  }

  /** By the names that other commands open them by. */
  private static Map<String, Task> named(Environment environment) {
    Map<String, Task> tasks = new LinkedHashMap<>();
    TaskOptions.store(environment)
        .files()
        .forEach(
            (name, file) ->
                tasks.put(
                    name, TaskFormats.chiron().read(file, ReadOptions.DEFAULT).tasks().getFirst()));
    return tasks;
  }

  private static Map<String, Task> read(String reference, Environment environment) {
    Map<String, Task> tasks = new LinkedHashMap<>();
    new TaskOptions()
        .readAll(reference, 0, environment)
        .tasks()
        .forEach(task -> tasks.put(task.name(), task));
    return tasks;
  }
}
