package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.TextTable;
import dev.chiron.bench.micro.MicroBenchmarks;
import dev.chiron.bench.micro.MicroBenchmarks.Outcome;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron bench micro}: how long small pieces take. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron bench micro", "  chiron bench micro Tokenizer --seconds 2 --json"})
final class BenchMicroCommand extends ChironCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      defaultValue = "",
      description = "A regular expression that a part of a benchmark's name matches.")
  String pattern = "";

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "Of each of the five warm-up and the five measured iterations (default: ${DEFAULT-VALUE}).")
  double seconds = 1;

  @Override
  public Answer run(Environment environment) {
    Path tokenizer = environment.root().resolve("models/chiron-nano/tokenizer.json");
    check(tokenizer);
    List<Outcome> outcomes = MicroBenchmarks.run(pattern, tokenizer, seconds);
    ObjectNode document = Json.object().put("benchmark", "micro").put("seconds", seconds);
    ArrayNode results = document.putArray("results");
    TextTable table = new TextTable("BENCHMARK", "MEAN", "±", "UNIT", "TIMES IDEAL");
    for (Outcome outcome : outcomes) {
      results.add(result(outcome));
      table.row(
          outcome.name(),
          number(outcome.score()),
          Double.isFinite(outcome.error()) ? number(outcome.error()) : "",
          outcome.unit(),
          outcome.ideal() > 0 ? number(outcome.score() / outcome.ideal()) : "");
    }
    return Answer.of(document, table::print);
  }

  private void check(Path tokenizer) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new InputException("'" + pattern + "' is no regular expression: " + e.getDescription());
    }
    if (!(seconds > 0)) {
      throw new InputException("--seconds: must be more than 0, not " + seconds);
    }
    if (!Files.isRegularFile(tokenizer)) {
      throw InputException.in(tokenizer, "is missing: the tokenizer of the shipped model is used");
    }
  }

  private static ObjectNode result(Outcome outcome) {
    ObjectNode result =
        Json.object()
            .put("name", outcome.name())
            .put("score", outcome.score())
            .put("unit", outcome.unit());
    if (Double.isFinite(outcome.error())) {
      result.put("error", outcome.error());
    }
    if (outcome.ideal() > 0) {
      result.put("timesIdeal", outcome.score() / outcome.ideal());
    }
    return result;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
