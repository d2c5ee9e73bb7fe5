package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.predictor.Predictor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron predict}: answers inputs with a saved predictor. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron predict ./router --input \"my card was charged twice\"",
      "  chiron predict ./router --file tickets.txt --json",
      "  cat tickets.txt | chiron predict adapt-20260506-120000"
    })
final class PredictCommand extends ChironCommand {
  @Parameters(
      paramLabel = "PREDICTOR",
      description = "A saved predictor's directory, or the run that made it.")
  String reference = "";

  @ArgGroup(exclusive = true)
  Source source = new Source();

  @Mixin ModelChoice choice = new ModelChoice();

  /** Where the inputs are. */
  static final class Source {
    @Option(names = "--input", paramLabel = "TEXT", description = "One input.")
    @Nullable String input;

    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "One input a line; without --input and --file, standard input is read so.")
    @Nullable String file;
  }

  @Override
  public Answer run(Environment environment) {
    try (Predictor predictor = PredictorReference.open(reference, choice, environment)) {
      List<String> inputs = inputs(environment);
      List<Prediction> predictions = predictor.predict(inputs);
      ArrayNode documents = Json.array();
      for (int i = 0; i < inputs.size(); i++) {
        ObjectNode document = (ObjectNode) Json.tree(predictions.get(i));
        document.put("input", inputs.get(i));
        documents.add(document);
      }
      return Answer.of(
          documents, out -> predictions.forEach(each -> out.println(oneLine(each.output()))));
    }
  }

  private List<String> inputs(Environment environment) {
    if (source.input != null) {
      return List.of(source.input);
    }
    try {
      String text =
          source.file == null
              ? new String(environment.input().readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(existing(environment.resolve(source.file)));
      List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
      if (lines.isEmpty()) {
        throw new InputException(
            (source.file == null ? "standard input" : source.file) + ": no input in it");
      }
      return lines;
    } catch (IOException e) {
      throw new InputException(
          source.file + ": cannot be read as UTF-8 text: " + e.getMessage(), e);
    }
  }

  private static Path existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw InputException.in(file, "no such file");
    }
    return file;
  }

  /** One line for each input, so that the lines of input and output match. */
  private static String oneLine(String output) {
    return output.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }
}
