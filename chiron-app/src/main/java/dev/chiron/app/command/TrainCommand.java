package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.core.run.Run;
import dev.chiron.nn.training.TrainingResult;
import dev.chiron.tuning.pretraining.Pretraining;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron train}: makes a model from a recipe. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {"  chiron train models/chiron-nano/recipe.json --out my-nano"})
final class TrainCommand extends ChironCommand {
  @Parameters(paramLabel = "RECIPE", description = "A recipe's file.")
  String recipe = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the model is written in the Hugging Face layout.")
  String out = "";

  @Override
  public Answer run(Environment environment) {
    Path file = environment.resolve(recipe);
    Path target = environment.resolve(out);
    Pretraining pretraining = new Pretraining(file);
    TrainingResult result =
        new RunSession(environment)
            .run(
                arguments(),
                Map.of("recipe", recipe, "out", out),
                run -> train(pretraining, run.run(), target, environment));
    return Answer.of(
        Pretraining.record(result).put("model", target.toString()),
        stream ->
            stream.printf(
                Locale.ROOT,
                "%d steps, validation loss %.4f, in %.0f s: %s%n",
                result.steps(),
                result.validationLoss().orElse(Double.NaN),
                result.seconds(),
                target));
  }

  private static TrainingResult train(
      Pretraining pretraining, Run run, Path target, Environment environment) {
    try (ProgressDisplay progress = new ProgressDisplay(environment)) {
      return pretraining.train(run, target, progress);
    }
  }
}
