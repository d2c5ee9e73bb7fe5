package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.init.codegen2.InfillModel;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.generation.Sampling;
import dev.chiron.nn.local.ModelDirectory;
import dev.chiron.nn.weights.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chiron fill}: fills gaps in a text with a model that was trained on such. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron fill --model filler --text 'int sum = @@ + b;'",
      "  chiron fill --model filler --file Foo.java --line 42"
    })
final class FillCommand extends ChironCommand {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "A model trained by: chiron train --objective mix --add-tokens.")
  String model = "";

  @Option(names = "--text", paramLabel = "TEXT", description = "A text with @@ for each gap.")
  @Nullable String text;

  @Option(names = "--file", paramLabel = "FILE", description = "A file whose line is filled anew.")
  @Nullable String file;

  @Option(names = "--line", paramLabel = "N", description = "That line, from 1.")
  int line;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "64",
      description = "Most tokens of a filling (default: ${DEFAULT-VALUE}).")
  int maxTokens = 64;

  @Override
  public Answer run(Environment environment) {
    if (maxTokens < 1) {
      throw new InputException("--max-tokens: must be 1 or more");
    }
    List<String> parts = parts(environment);
    ModelDirectory directory = ModelDirectory.of(environment.resolve(model));
    Architecture architecture = directory.architecture();
    try (Parameters weights = directory.weights(architecture)) {
      List<InfillModel.Filling> fillings =
          new InfillModel(architecture, weights, directory.tokenizer(architecture))
              .fill(parts, maxTokens, Sampling.GREEDY, new Seeds(0));
      ObjectNode document = Json.object();
      ArrayNode list = document.putArray("fillings");
      fillings.forEach(each -> list.add(Json.tree(each)));
      return Answer.of(
          document,
          stream ->
              fillings.forEach(
                  each ->
                      stream.println(
                          each.text() + (each.stopped() ? "" : "  [cut: the model did not end]"))));
    }
  }

  private List<String> parts(Environment environment) {
    if ((text == null) == (file == null)) {
      throw new InputException("give either --text with @@ for each gap, or --file with --line");
    }
    if (text != null) {
      List<String> parts = List.of(text.split("@@", -1));
      if (parts.size() < 2) {
        throw new InputException("--text: has no gap; write @@ where one is");
      }
      return parts;
    }
    Path path = environment.resolve(String.valueOf(file));
    try {
      List<String> lines = Files.readAllLines(path);
      if (line < 1 || line > lines.size()) {
        throw InputException.in(path, "has no line " + line + ": it has " + lines.size());
      }
      String before = String.join("\n", lines.subList(0, line - 1));
      String after = String.join("\n", lines.subList(line, lines.size()));
      return List.of(line == 1 ? "" : before + "\n", after.isEmpty() ? "" : "\n" + after);
    } catch (IOException e) {
      throw InputException.in(path, "cannot be read as text");
    }
  }
}
