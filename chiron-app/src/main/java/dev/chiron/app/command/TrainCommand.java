package dev.chiron.app.command;

import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.run.Run;
import dev.chiron.init.training.CorpusTraining;
import dev.chiron.nn.training.TrainingResult;
import dev.chiron.tuning.pretraining.Pretraining;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron train}: makes a model from a recipe, or trains one on texts. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron train models/chiron-nano/recipe.json --out my-nano",
      "  chiron train src/ --model my-nano --objective mix --add-tokens --out filler",
      "  chiron train notes.jsonl --model my-nano --grow stack:4@25%% --out grown",
      "  chiron train notes.jsonl --model my-nano --forget temporary:every=50,until=500 --out open"
    })
final class TrainCommand extends ChironCommand {
  @Parameters(
      paramLabel = "RECIPE|TEXTS",
      description = "A recipe's file; with --model a file or a directory of texts.")
  String source = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the model is written in the Hugging Face layout.")
  String out = "";

  @Mixin CorpusOptions texts = new CorpusOptions();

  @Override
  public Answer run(Environment environment) {
    Path target = ResultPlace.checked(out, environment).directory().orElseThrow();
    return texts.model == null
        ? byRecipe(target, environment)
        : onTexts(environment.resolve(texts.model), target, environment);
  }

  private Answer byRecipe(Path target, Environment environment) {
    if (texts.grow != null || texts.forget != null || !texts.objective.equals("clm")) {
      throw new InputException(
          "--objective, --grow and --forget are for training on texts: give the model by --model");
    }
    Pretraining pretraining = new Pretraining(environment.resolve(source));
    TrainingResult result =
        new RunSession(environment)
            .run(
                arguments(),
                Map.of("recipe", source, "out", out),
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

  private Answer onTexts(Path model, Path target, Environment environment) {
    CorpusTraining training = new CorpusTraining(texts.settings());
    Path path = environment.resolve(source);
    CorpusTraining.Outcome outcome =
        new RunSession(environment)
            .run(
                arguments(),
                Map.of("texts", source, "model", model.toString(), "out", out),
                run -> {
                  try (ProgressDisplay progress = new ProgressDisplay(environment)) {
                    return training.train(model, path, target, run.run(), progress);
                  }
                });
    return Answer.of(
        Json.tree(outcome),
        stream ->
            stream.printf(
                Locale.ROOT,
                "%s: validation loss %.4f after %.2e FLOPs: %s%n",
                outcome.objective(),
                outcome.validationLoss(),
                outcome.flops(),
                target));
  }
}
