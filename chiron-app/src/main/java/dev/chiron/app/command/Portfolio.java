package dev.chiron.app.command;

import dev.chiron.app.console.Environment;
import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationSettings;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.error.InputException;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.method.Methods;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which methods an adaptation tries, with which model and on what terms. */
final class Portfolio {
  private static final String AUTO = "auto";

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "A shipped model's name, a directory, or PROVIDER:NAME.")
  String model = "";

  @Option(
      names = "--proposer",
      paramLabel = "MODEL",
      description =
          "The model that writes instructions for the methods that search for prompts (default: the"
              + " model itself).")
  @Nullable String proposer;

  @Option(
      names = "--methods",
      split = ",",
      paramLabel = "METHOD",
      defaultValue = AUTO,
      description =
          "Methods to try: ids (see: chiron methods), or auto for the usual ones that suit.")
  List<String> methods = List.of(AUTO);

  @Option(
      names = "--budget",
      paramLabel = "LIMITS",
      defaultValue = "",
      description = "calls=N,tokens=N,seconds=N,money=N over all methods (default: no limit).")
  String budget = "";

  @Option(
      names = "--dev-examples",
      paramLabel = "N",
      defaultValue = "" + AdaptationSettings.DEFAULT_DEV,
      description = "The most examples of dev that methods choose by (default: ${DEFAULT-VALUE}).")
  int devExamples;

  @Option(
      names = "--test-examples",
      paramLabel = "N",
      defaultValue = "" + AdaptationSettings.DEFAULT_TEST,
      description =
          "The most examples of test that methods are reported on (default: ${DEFAULT-VALUE}).")
  int testExamples;

  @Mixin SeedOption randomness = new SeedOption();

  /**
   * The methods in the order in which they are tried. The plain prompt comes first, so that a
   * budget in time always covers what all are compared with.
   *
   * @throws InputException if a method is unknown
   */
  List<AdaptationMethod> chosen() {
    if (!methods.equals(List.of(AUTO))) {
      return methods.stream().distinct().map(Methods::adaptation).toList();
    }
    return Methods.adaptation().stream()
        .filter(AdaptationMethod::isAutomatic)
        .sorted(
            Comparator.comparing(
                    (AdaptationMethod method) -> !method.card().id().equals(Adaptation.ZERO_SHOT))
                .thenComparing(method -> method.card().module())
                .thenComparing(method -> method.card().id()))
        .toList();
  }

  /** Opens the model, and the one that writes instructions if there is another for that. */
  OpenedModels open(ModelChoice choice, Environment environment) {
    LanguageModel opened = choice.open(model, environment);
    if (proposer == null) {
      return new OpenedModels(opened, Optional.empty());
    }
    try {
      return new OpenedModels(opened, Optional.of(choice.open(proposer, environment)));
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * The terms.
   *
   * @throws InputException if the budget cannot be read, or no examples are wanted
   */
  AdaptationSettings settings(ModelOptions options) {
    return settings(randomness.seed, options);
  }

  /** The terms with a seed of the caller's. */
  AdaptationSettings settings(long seed, ModelOptions options) {
    if (devExamples < 1 || testExamples < 1) {
      throw new InputException(
          (devExamples < 1 ? "--dev-examples" : "--test-examples") + ": must be at least 1");
    }
    return AdaptationSettings.of(Budget.parse(budget), seed, options)
        .withExamples(devExamples, testExamples);
  }

  /** What a run's record says of them. */
  Map<String, String> described(String task) {
    Map<String, String> described = new TreeMap<>();
    described.put("task", task);
    described.put("model", model);
    described.put("budget", Budget.parse(budget).toString());
    described.put("seed", String.valueOf(randomness.seed));
    Optional.ofNullable(proposer).ifPresent(name -> described.put("proposer", name));
    return described;
  }
}
