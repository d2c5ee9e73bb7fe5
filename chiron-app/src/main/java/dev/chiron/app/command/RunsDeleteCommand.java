package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.io.Json;
import dev.chiron.core.run.RunStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chiron runs delete}. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron runs delete adapt-20260506-120000"})
final class RunsDeleteCommand extends ChironCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "Runs to delete, with all that they made.")
  List<String> ids = List.of();

  @Override
  public Answer run(Environment environment) {
    RunStore store = new RunStore(environment.runs(), environment.clock());
    ids.forEach(store::find);
    ids.forEach(store::delete);
    ObjectNode document = Json.object();
    ArrayNode deleted = document.putArray("deleted");
    ids.forEach(deleted::add);
    return Answer.of(document, out -> out.println("deleted " + String.join(", ", ids)));
  }
}
