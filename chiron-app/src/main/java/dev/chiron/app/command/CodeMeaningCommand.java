package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.app.console.TextTable;
import dev.chiron.code.meaning.LanguageStudy;
import dev.chiron.code.meaning.LanguageStudy.Options;
import dev.chiron.code.meaning.Semantics;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.Measurement;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chiron code meaning}: what a model of program text holds of what programs do. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron code meaning --language line-karel",
      "  chiron code meaning --language karel --examples 5 --longest 10 --layers 4 --width 128"
    })
final class CodeMeaningCommand extends ChironCommand {
  @Option(
      names = "--language",
      required = true,
      paramLabel = "NAME",
      description = "line-karel, karel, or one that the class path has.")
  String language = "";

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "3",
      description = "Inputs of a specification (default: ${DEFAULT-VALUE}).")
  int examples = 3;

  @Option(
      names = "--longest",
      paramLabel = "N",
      defaultValue = "6",
      description = "Actions of a program (default: ${DEFAULT-VALUE}).")
  int longest = 6;

  @Option(
      names = "--layers",
      paramLabel = "N",
      defaultValue = "3",
      description = "Of the decoder (default: ${DEFAULT-VALUE}).")
  int layers = 3;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "64",
      description = "Of the decoder, a multiple of 4 (default: ${DEFAULT-VALUE}).")
  int width = 64;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Of training, 128 specifications each (default: ${DEFAULT-VALUE}).")
  int steps = 2000;

  @Option(
      names = "--probed",
      paramLabel = "N",
      defaultValue = "4000",
      description = "Programs that probes learn from (default: ${DEFAULT-VALUE}).")
  int probed = 4000;

  @Mixin SeedOption randomness = new SeedOption();

  @Override
  public Answer run(Environment environment) {
    Semantics<?> semantics = LanguageStudy.language(language);
    Options options = new Options(examples, longest, layers, width, steps, probed);
    LanguageStudy<?> study = LanguageStudy.of(semantics, options);
    Measurement measured =
        new RunSession(environment)
            .run(
                arguments(),
                Map.of("language", language, "steps", String.valueOf(steps)),
                run -> {
                  try (ProgressDisplay progress = new ProgressDisplay(environment)) {
                    return run.run()
                        .step(
                            "study " + Json.line(options) + " seed " + randomness.seed,
                            Measurement.class,
                            () -> study.measure(randomness.seeds(), progress));
                  }
                });
    return Answer.of(Json.tree(measured), out -> print(measured, out));
  }

  private static void print(Measurement measured, PrintStream out) {
    TextTable table = new TextTable("OF THE MODEL", "");
    measured.measured().forEach((name, value) -> table.row(name, number(value)));
    table.print(out);
    out.println();
    TextTable controls = new TextTable("CONTROLS", "");
    measured.baseline().forEach((name, value) -> controls.row(name, number(value)));
    controls.print(out);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
