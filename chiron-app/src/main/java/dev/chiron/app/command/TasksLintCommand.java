package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ExitCode;
import dev.chiron.app.console.TextTable;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskLint;
import dev.chiron.core.task.TaskLint.Finding;
import dev.chiron.core.task.TaskLint.Severity;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chiron tasks lint}: what is wrong with tasks; exit code 1 if there are errors. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron tasks lint tickets.csv", "  chiron tasks lint my-tasks/ --json"})
final class TasksLintCommand extends ChironCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "TASK",
      description = "Tasks' names, files or directories; a directory stands for all in it.")
  List<String> references = List.of();

  @Mixin TaskOptions options = new TaskOptions();

  @Override
  public Answer run(Environment environment) {
    List<Task> tasks = options.readAll(references, 0, environment);
    List<Finding> findings = tasks.stream().flatMap(task -> TaskLint.of(task).stream()).toList();
    boolean wrong = findings.stream().anyMatch(each -> each.severity() == Severity.ERROR);
    return new Answer(
        Json.tree(findings),
        out -> {
          TextTable table = new TextTable("TASK", "", "RULE", "FINDING");
          for (Finding each : findings) {
            table.row(
                each.task(),
                each.severity() == Severity.ERROR ? "error" : "warning",
                each.rule(),
                TaskText.brief(each.message()));
          }
          if (!findings.isEmpty()) {
            table.print(out);
            out.println();
          }
          out.println(tasks.size() + " tasks, " + findings.size() + " findings");
        },
        wrong ? ExitCode.FAILURE : ExitCode.SUCCESS);
  }
}
