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
import java.util.ArrayList;
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
    List<Finding> findings = new ArrayList<>();
    int tasks = 0;
    for (String reference : references) {
      for (Task task : options.readAll(reference, 0, environment).tasks()) {
        findings.addAll(TaskLint.of(task));
        tasks++;
      }
    }
    int looked = tasks;
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
          out.println(looked + " tasks, " + findings.size() + " findings");
        },
        wrong ? ExitCode.FAILURE : ExitCode.SUCCESS);
  }
}
