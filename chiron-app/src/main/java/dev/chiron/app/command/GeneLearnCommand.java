package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.init.learngene.GeneTraining;
import dev.chiron.init.learngene.StagePlan;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron gene learn}: distils a model into layers that are shared by stages. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron gene learn notes/ --teacher big --stages 3,3,2 --out gene",
      "  chiron gene expand gene --layers 12 --out twelve"
    })
final class GeneLearnCommand extends ChironCommand {
  @Parameters(paramLabel = "TEXTS", description = "A file or a directory of texts.")
  String texts = "";

  @Option(
      names = "--teacher",
      required = true,
      paramLabel = "DIR",
      description = "The model to distil: a Hugging Face directory of a decoder.")
  String teacher = "";

  @Option(
      names = "--stages",
      required = true,
      paramLabel = "LIST",
      description = "Layers of each stage, which share their weights, such as 3,3,4,3,3.")
  String stages = "";

  @Option(
      names = "--lambda",
      paramLabel = "SHARE",
      defaultValue = "1",
      description = "The teacher's share of the loss, 0 to 1 (default: ${DEFAULT-VALUE}).")
  double lambda = 1;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "1",
      description = "Of both distributions (default: ${DEFAULT-VALUE}).")
  double temperature = 1;

  @Mixin StepOptions pace = new StepOptions();

  @Mixin SeedOption randomness = new SeedOption();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the gene is written.")
  String out = "";

  @Override
  public Answer run(Environment environment) {
    if (!(lambda >= 0 && lambda <= 1) || !(temperature > 0)) {
      throw new InputException("--lambda must be from 0 to 1, --temperature above 0");
    }
    pace.check();
    GeneTraining.Settings settings =
        new GeneTraining.Settings(
            StagePlan.parse(stages),
            lambda,
            temperature,
            pace.steps,
            pace.batch,
            pace.context,
            pace.rate,
            randomness.seed);
    Path target = ResultPlace.checked(out, environment).directory().orElseThrow();
    GeneTraining.Outcome outcome =
        new RunSession(environment)
            .run(
                arguments(),
                Map.of("teacher", teacher, "texts", texts, "out", out),
                run -> {
                  try (ProgressDisplay progress = new ProgressDisplay(environment)) {
                    return GeneTraining.learn(
                        environment.resolve(teacher),
                        environment.resolve(texts),
                        settings,
                        target,
                        run.run(),
                        progress);
                  }
                });
    return Answer.of(
        Json.tree(outcome),
        stream ->
            stream.printf(
                Locale.ROOT,
                "%,d parameters stored for stages of %s layers; validation loss %.4f: %s%n",
                outcome.parameters(),
                outcome.plan(),
                outcome.validationLoss(),
                target));
  }
}
