package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.format.TaskFormats;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron tasks import}: tasks of any format become files that every command reads. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron tasks import --format bbh bbh/ --out my-tasks",
      "  chiron tasks import --format few-shot 16-shot/sst-2 --name sst-2 --out my-tasks"
    })
final class TasksImportCommand extends ChironCommand {
  @Parameters(paramLabel = "PATH", description = "The file or directory to read.")
  String path = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where one JSON file a task is written; files of other tasks stay.")
  String out = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The name of a single task (default: made from the path).")
  @Nullable String name;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "For splits that the source lacks (default: ${DEFAULT-VALUE}).")
  long seed;

  @Mixin TaskOptions options = new TaskOptions();

  @Override
  public Answer run(Environment environment) {
    TaskCollection collection = options.readAll(path, seed, environment);
    List<Task> tasks = renamed(collection.tasks());
    Map<Path, Task> files = new LinkedHashMap<>();
    Path directory = environment.resolve(out);
    for (Task task : tasks) {
      files.put(directory.resolve(fileName(task)), task);
    }
    files.forEach(
        (file, task) ->
            TaskFormats.chiron().write(new TaskCollection(task.name(), List.of(task)), file));
    ObjectNode document = Json.object();
    ArrayNode written = document.putArray("written");
    files.keySet().forEach(file -> written.add(file.toString()));
    return Answer.of(
        document,
        stream ->
            files.forEach(
                (file, task) ->
                    stream.printf(
                        "%s  %d train, %d dev, %d test%n",
                        file,
                        task.splits().train().size(),
                        task.splits().dev().size(),
                        task.splits().test().size())));
  }

  private List<Task> renamed(List<Task> tasks) {
    if (name == null) {
      return tasks;
    }
    if (tasks.size() != 1) {
      throw new dev.chiron.core.error.InputException(
          "--name names one task, and " + path + " holds " + tasks.size());
    }
    return List.of(tasks.getFirst().withName(name));
  }

  private static String fileName(Task task) {
    return task.name().replaceAll("[^A-Za-z0-9._-]+", "-") + ".json";
  }
}
