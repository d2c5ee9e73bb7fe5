package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron tasks inspect}: what a task is, how its labels are spread, and a few examples. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron tasks inspect ticket-routing",
      "  chiron tasks inspect reviews.csv --columns input=text,output=stars"
    })
final class TasksInspectCommand extends ChironCommand {
  @Parameters(
      paramLabel = "TASK",
      description = "A shipped task's name, a file or a directory; #NAME chooses one of several.")
  String reference = "";

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "For splits that the source lacks (default: ${DEFAULT-VALUE}).")
  long seed;

  @Mixin TaskOptions options = new TaskOptions();

  @Override
  public Answer run(Environment environment) {
    Task task = options.read(reference, seed, environment);
    ObjectNode document = TaskText.document(task);
    TaskSummary summary = TaskSummary.of(task);
    document.set("summary", Json.tree(summary));
    document.set("labelCounts", Json.tree(TaskText.counts(task, task.splits().train())));
    ArrayNode examples = document.putArray("examples");
    task.splits().train().stream().limit(3).forEach(each -> examples.add(Json.tree(each)));
    return Answer.of(document, out -> TaskText.print(task, summary, out));
  }
}
