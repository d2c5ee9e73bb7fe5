package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.TextTable;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.method.Methods;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chiron methods}: what there is to adapt a model with. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron methods", "  chiron methods lora", "  chiron methods --json"})
final class MethodsCommand extends ChironCommand {
  @Parameters(arity = "0..1", paramLabel = "ID", description = "Show one method's whole card.")
  @Nullable String id;

  @Override
  public Answer run(Environment environment) {
    List<MethodCard> cards = Methods.cards();
    if (id != null) {
      MethodCard card =
          cards.stream()
              .filter(c -> c.id().equals(id))
              .findFirst()
              .orElseThrow(() -> unknown(cards));
      ObjectNode document = document(card, environment);
      return Answer.of(document, out -> out.print(text(card)));
    }
    ArrayNode documents = Json.array();
    TextTable table = new TextTable("METHOD", "TITLE", "NEEDS");
    for (MethodCard card : cards) {
      documents.add(document(card, environment));
      table.row(card.id(), card.title(), String.join(", ", card.needs()));
    }
    return Answer.of(documents, table::print);
  }

  private InputException unknown(List<MethodCard> cards) {
    return new InputException(
        "unknown method '" + id + "': give one of " + cards.stream().map(MethodCard::id).toList());
  }

  private static String text(MethodCard card) {
    StringBuilder text = new StringBuilder();
    text.append(card.id()).append(": ").append(card.title()).append("\n\n");
    text.append(card.summary()).append("\n\n");
    text.append("needs   ").append(String.join(", ", card.needs())).append('\n');
    text.append("gives   ").append(String.join(", ", card.gives())).append('\n');
    text.append("module  ").append(card.module()).append('\n');
    if (!card.paper().isEmpty()) {
      text.append("paper   arXiv:").append(card.paper()).append('\n');
    }
    return text.toString();
  }

  private static ObjectNode document(MethodCard card, Environment environment) {
    ObjectNode document = (ObjectNode) Json.tree(card);
    document.put(
        "reproduced",
        Files.exists(environment.root().resolve("reproductions").resolve(card.id() + ".json")));
    return document;
  }
}
