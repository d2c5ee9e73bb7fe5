package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.TextTable;
import dev.chiron.core.io.Json;
import dev.chiron.core.run.RunRecord;
import dev.chiron.core.run.RunStore;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code chiron runs list}. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron runs list", "  CHIRON_RUNS=/data/runs chiron runs list --json"})
final class RunsListCommand extends ChironCommand {
  @Override
  public Answer run(Environment environment) {
    List<RunRecord> runs = new RunStore(environment.runs(), environment.clock()).list();
    ArrayNode documents = Json.array();
    TextTable table = new TextTable("RUN", "STATE", "STARTED", "COMMAND");
    for (RunRecord run : runs) {
      documents.add(Json.tree(run));
      table.row(
          run.id(),
          run.state().name().toLowerCase(Locale.ROOT),
          run.started(),
          String.join(" ", run.command()));
    }
    return Answer.of(
        documents,
        out -> {
          if (runs.isEmpty()) {
            out.println("no runs in " + environment.runs());
          } else {
            table.print(out);
          }
        });
  }
}
