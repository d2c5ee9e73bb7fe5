package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chiron models inspect}: opens a model and says what is known of it. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron models inspect chiron-nano",
      "  chiron models inspect openai:gpt-4o-mini --set baseUrl=http://localhost:8080/v1"
    })
final class ModelsInspectCommand extends ChironCommand {
  @Parameters(
      paramLabel = "MODEL",
      description = "A shipped model's name, a directory, or PROVIDER:NAME.")
  String name = "";

  @Mixin ModelChoice choice = new ModelChoice();

  @Override
  public Answer run(Environment environment) {
    try (LanguageModel model = choice.open(name, environment)) {
      ModelInfo info = model.info();
      ObjectNode document = (ObjectNode) Json.tree(info);
      return Answer.of(
          document,
          out -> {
            out.println("model         " + info.name());
            out.println(
                "context       "
                    + (info.contextLength() == 0 ? "unknown" : info.contextLength() + " tokens"));
            out.println("can           " + info.capabilities().stream().sorted().toList());
            out.println("concurrency   " + info.concurrency());
          });
    }
  }
}
