package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.TextTable;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.ModelProvider;
import dev.chiron.core.model.Models;
import picocli.CommandLine.Command;

/** {@code chiron models list}: the models that have a name here, and what else may be given. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron models list"})
final class ModelsListCommand extends ChironCommand {
  @Override
  public Answer run(Environment environment) {
    ArrayNode documents = Json.array();
    TextTable table = new TextTable("MODEL", "WHAT");
    for (ModelProvider provider : Models.providers()) {
      for (String name : provider.names()) {
        documents.addObject().put("name", name).put("accepts", provider.accepts());
        table.row(name, "shipped");
      }
      documents.addObject().put("name", "").put("accepts", provider.accepts());
      table.row("", provider.accepts());
    }
    return Answer.of(documents, table::print);
  }
}
