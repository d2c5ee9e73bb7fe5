package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.TextTable;
import dev.chiron.core.io.Json;
import dev.chiron.data.pool.Composition;
import dev.chiron.data.pool.Composition.TaskPart;
import dev.chiron.data.pool.InstructionFiles;
import dev.chiron.data.pool.InstructionSet;
import dev.chiron.data.pool.Lineage;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron data inspect}: what a pool is made of and how it came about. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron data inspect pool.jsonl", "  chiron data inspect mixed.jsonl --tasks 50"})
final class DataInspectCommand extends ChironCommand {
  @Parameters(paramLabel = "POOL", description = "A pool that data import or another step wrote.")
  String pool = "";

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "20",
      description = "Most tasks that are listed, the largest first (default: ${DEFAULT-VALUE}).")
  int most = 20;

  @Override
  public Answer run(Environment environment) {
    Path path = environment.resolve(pool);
    Lineage lineage = Lineage.of(path);
    try (InstructionSet set = InstructionFiles.open(path)) {
      Composition composition = Composition.of(set);
      ObjectNode document = (ObjectNode) Json.tree(composition);
      document.set("collections", Json.tree(composition.by(TaskPart::collection)));
      document.set("categories", Json.tree(composition.by(TaskPart::category)));
      document.set("lineage", Json.tree(lineage.steps()));
      return Answer.of(document, out -> print(composition, lineage, out));
    }
  }

  private void print(Composition composition, Lineage lineage, PrintStream out) {
    long all = composition.examples();
    out.printf(
        Locale.ROOT,
        "%d examples of %d tasks (as even as %.1f), %d repeated%n%n",
        all,
        composition.tasks().size(),
        composition.effectiveTasks(),
        composition.repeated());
    table("COLLECTION", composition.by(TaskPart::collection), all, out);
    table("CATEGORY", composition.by(TaskPart::category), all, out);
    List<TaskPart> tasks = composition.by(TaskPart::task);
    table("TASK", tasks.subList(0, Math.min(most, tasks.size())), all, out);
    for (Lineage.Step step : lineage.steps()) {
      out.printf(
          "%s  (%d examples, %s)%n",
          String.join(" ", step.command()), step.examples(), step.hash().substring(0, 12));
    }
  }

  private static void table(String name, List<TaskPart> parts, long all, PrintStream out) {
    TextTable table = new TextTable(name, "EXAMPLES", "SHARE", "SOURCE WORDS", "ANSWER WORDS");
    for (TaskPart part : parts) {
      table.row(
          part.task().isEmpty() ? "-" : part.task(),
          part.examples(),
          String.format(Locale.ROOT, "%.1f%%", 100.0 * part.examples() / all),
          String.format(Locale.ROOT, "%.1f", (double) part.sourceWords() / part.examples()),
          String.format(Locale.ROOT, "%.1f", (double) part.answerWords() / part.examples()));
    }
    table.print(out);
    out.println();
  }
}
