package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.TextTable;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.format.ReadOptions;
import dev.chiron.core.task.format.TaskFormats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chiron tasks list}: the shipped tasks, or those of a file or directory. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron tasks list", "  chiron tasks list my-tasks/ --json"})
final class TasksListCommand extends ChironCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description = "A file or directory of tasks (default: the shipped tasks).")
  @Nullable String path;

  @Override
  public Answer run(Environment environment) {
    Path directory = path == null ? TaskOptions.shipped(environment) : environment.resolve(path);
    List<Task> tasks =
        path == null && !Files.isDirectory(directory)
            ? List.of()
            : TaskFormats.read(directory, ReadOptions.DEFAULT).tasks();
    ArrayNode documents = Json.array();
    TextTable table = new TextTable("TASK", "KIND", "TRAIN", "DEV", "TEST", "METRIC");
    for (Task task : tasks) {
      documents.add(TaskText.document(task));
      table.row(
          task.name(),
          TaskText.kind(task),
          task.splits().train().size(),
          task.splits().dev().size(),
          task.splits().test().size(),
          task.metric().name());
    }
    return Answer.of(documents, table::print);
  }
}
