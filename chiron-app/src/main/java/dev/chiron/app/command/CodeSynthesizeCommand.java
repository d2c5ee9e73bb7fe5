package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.TextTable;
import dev.chiron.code.pragmatic.ExampleFile;
import dev.chiron.code.pragmatic.LabelledText;
import dev.chiron.code.pragmatic.RegexSynthesis;
import dev.chiron.code.pragmatic.RegexSynthesis.Ranked;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chiron code synthesize}: the program that is meant by examples of it. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron code synthesize --regex --positive AB-12 --positive XY-99 --negative AB12",
      "  chiron code synthesize --regex --examples examples.jsonl --top 5 --json"
    })
final class CodeSynthesizeCommand extends ChironCommand {
  @Option(
      names = "--regex",
      required = true,
      description = "Find a regular expression for whole texts.")
  boolean regex;

  @Option(
      names = "--examples",
      paramLabel = "FILE",
      description =
          "JSON lines: {\"string\": \"AB-12\", \"label\": \"+\"}, in the order of telling.")
  @Nullable String examples;

  @Option(names = "--positive", paramLabel = "TEXT", description = "A text that should match.")
  List<String> positive = List.of();

  @Option(names = "--negative", paramLabel = "TEXT", description = "A text that should not match.")
  List<String> negative = List.of();

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many expressions to show (default: ${DEFAULT-VALUE}).")
  int top = 3;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the texts that were not shown (default: ${DEFAULT-VALUE}).")
  long seed;

  /** The printed document. */
  record Document(int examples, int proposed, List<Ranked> expressions) {}

  @Override
  public Answer run(Environment environment) {
    if (top < 1) {
      throw new InputException("--top: must be 1 or more");
    }
    List<LabelledText> all = new ArrayList<>();
    if (examples != null) {
      all.addAll(ExampleFile.read(environment.resolve(examples)));
    }
    positive.forEach(text -> all.add(LabelledText.positive(text)));
    negative.forEach(text -> all.add(LabelledText.negative(text)));
    RegexSynthesis.Answer answer = new RegexSynthesis(new Seeds(seed)).solve(all);
    List<Ranked> shown = answer.ranked().stream().limit(top).toList();
    return Answer.of(
        Json.tree(new Document(all.size(), answer.proposed(), shown)), out -> print(shown, out));
  }

  private static void print(List<Ranked> shown, PrintStream out) {
    TextTable table = new TextTable("EXPRESSION", "SHARE", "UNLIKE THE FIRST");
    for (Ranked each : shown) {
      table.row(
          each.pattern(),
          String.format(Locale.ROOT, "%.0f%%", 100 * each.share()),
          each.apart().isEmpty() ? "" : (each.accepted() ? "matches " : "refuses ") + each.apart());
    }
    table.print(out);
  }
}
