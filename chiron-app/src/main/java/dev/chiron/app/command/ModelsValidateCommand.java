package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.prompt.Prompt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chiron models validate}: opens a model, which checks its files, and asks it once. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron models validate models/chiron-nano"})
final class ModelsValidateCommand extends ChironCommand {
  private static final int TOKENS = 8;

  @Parameters(
      paramLabel = "MODEL",
      description = "A shipped model's name, a directory, or PROVIDER:NAME.")
  String name = "";

  @Mixin ModelChoice choice = new ModelChoice();

  @Override
  public Answer run(Environment environment) {
    try (LanguageModel model = choice.open(name, environment)) {
      Completion completion =
          model.generate(Prompt.plain("Input: one, two\nOutput:"), Decoding.greedy(TOKENS, "\n\n"));
      ObjectNode document = Json.object();
      document.put("model", model.info().name());
      document.put("valid", true);
      document.set("usage", Json.tree(completion.usage()));
      return Answer.of(
          document,
          out ->
              out.println(
                  model.info().name()
                      + ": its files are sound and it answers ("
                      + completion.usage().completionTokens()
                      + " tokens)"));
    }
  }
}
