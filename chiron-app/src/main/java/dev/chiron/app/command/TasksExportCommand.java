package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.format.TaskFormat;
import dev.chiron.core.task.format.TaskFormats;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron tasks export}: tasks in a format that other programs read. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron tasks export ticket-routing --format jsonl --out ticket-routing.jsonl"})
final class TasksExportCommand extends ChironCommand {
  @Parameters(paramLabel = "TASK", description = "A shipped task's name, a file or a directory.")
  String reference = "";

  @Option(names = "--format", required = true, paramLabel = "NAME", description = "What to write.")
  String format = "";

  @Option(names = "--out", required = true, paramLabel = "PATH", description = "Where to write it.")
  String out = "";

  @Override
  public Answer run(Environment environment) {
    TaskFormat target = TaskFormats.named(format);
    TaskCollection tasks = new TaskOptions().readAll(reference, 0, environment);
    Path path = environment.resolve(out);
    target.write(tasks, path);
    ObjectNode document = Json.object();
    document.put("written", path.toString());
    document.put("format", target.name());
    document.put("tasks", tasks.tasks().size());
    return Answer.of(
        document, stream -> stream.println(path + "  " + tasks.tasks().size() + " task(s)"));
  }
}
