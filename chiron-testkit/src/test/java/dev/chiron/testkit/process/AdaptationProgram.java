package dev.chiron.testkit.process;

import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.AdaptationSettings;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Run;
import dev.chiron.testkit.rules.RuleWorld;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The main job on a rule world with a remote model: arguments are run, cache, model. */
final class AdaptationProgram {
  static final RuleWorld WORLD = new RuleWorld(new Seeds(5));

  private AdaptationProgram() {}

  public static void main(String[] arguments) {
    adapt(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2], Budget.NONE);
  }

  static AdaptationResult adapt(Path directory, Path cache, String name, Budget budget) {
    ModelOptions options =
        new ModelOptions(
            "cpu",
            Optional.of(cache),
            Map.of("timeoutSeconds", "3", "backOffSeconds", "0.001", "concurrency", "4"));
    try (LanguageModel model = Models.open(name, options)) {
      return new Adaptation(
              WORLD.task("rules", "", 20, 12, 20),
              model,
              List.of(new ExemplarTrials("zero-shot", 0), new ExemplarTrials("exemplars", 6)),
              AdaptationSettings.of(budget, 1, options))
          .run(
              new Run(directory, InstantSource.system()),
              (stage, done, total, message) -> System.out.println(stage + " " + done));
    }
  }
}
