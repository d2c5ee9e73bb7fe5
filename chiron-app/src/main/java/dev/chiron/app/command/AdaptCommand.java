package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.app.console.TextTable;
import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.AdaptationSettings;
import dev.chiron.core.adaptation.MethodResult;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.method.Methods;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.Usage;
import dev.chiron.core.run.ActiveRun;
import dev.chiron.core.task.Task;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron adapt}: the main job. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron adapt ticket-routing --model chiron-nano",
      "  chiron adapt tickets.csv --model openai:gpt-4o-mini --budget calls=2000 --out ./router",
      "  chiron adapt date-iso --model chiron-nano --methods zero-shot,lora --json"
    })
final class AdaptCommand extends ChironCommand {
  private static final String AUTO = "auto";

  @Parameters(
      paramLabel = "TASK",
      description = "A shipped task's name, a file or a directory; #NAME chooses one of several.")
  String reference = "";

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "A shipped model's name, a directory, or PROVIDER:NAME.")
  String modelName = "";

  @Option(
      names = "--methods",
      split = ",",
      paramLabel = "METHOD",
      defaultValue = AUTO,
      description = "Methods to try: ids (see: chiron methods), or auto for all that suit.")
  List<String> methods = List.of(AUTO);

  @Option(
      names = "--budget",
      paramLabel = "LIMITS",
      defaultValue = "",
      description = "calls=N,tokens=N,seconds=N,money=N over all methods (default: no limit).")
  String budget = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of everything random (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where predictor/, report.html and result.json are also put.")
  @Nullable String out;

  @Mixin TaskOptions taskOptions = new TaskOptions();

  @Mixin ModelChoice choice = new ModelChoice();

  @Override
  public Answer run(Environment environment) {
    Budget limits = Budget.parse(budget);
    List<AdaptationMethod> chosen = chosenMethods();
    Task task = taskOptions.read(reference, seed, environment);
    ResultPlace place = ResultPlace.checked(out, environment);
    AdaptationSettings settings = AdaptationSettings.of(limits, seed, choice.options(environment));
    try (LanguageModel model = choice.open(modelName, environment)) {
      Adaptation adaptation = new Adaptation(task, model, chosen, settings);
      AdaptationResult result =
          new RunSession(environment)
              .run(
                  arguments(),
                  Map.of(
                      "task", task.name(),
                      "model", modelName,
                      "budget", limits.toString(),
                      "seed", String.valueOf(seed)),
                  run -> adapted(adaptation, task, run, place, environment));
      Usage paid = model.paid();
      ObjectNode document = (ObjectNode) Json.tree(result);
      document.set("paid", Json.tree(paid));
      return Answer.of(document, stream -> print(result, paid, stream));
    }
  }

  private AdaptationResult adapted(
      Adaptation adaptation, Task task, ActiveRun run, ResultPlace place, Environment environment) {
    try (ProgressDisplay progress = new ProgressDisplay(environment)) {
      AdaptationResult result = adaptation.run(run.run(), progress);
      return place.put(task, result, run, environment);
    }
  }

  /** The plain prompt first, so that a budget in time always covers what all are compared with. */
  private List<AdaptationMethod> chosenMethods() {
    if (!methods.equals(List.of(AUTO))) {
      return methods.stream().distinct().map(Methods::adaptation).toList();
    }
    return Methods.adaptation().stream()
        .sorted(
            Comparator.comparing(
                    (AdaptationMethod method) -> !method.card().id().equals(Adaptation.ZERO_SHOT))
                .thenComparing(method -> method.card().module())
                .thenComparing(method -> method.card().id()))
        .toList();
  }

  private static void print(AdaptationResult result, Usage paid, PrintStream stream) {
    TextTable table =
        new TextTable("METHOD", "DEV", "TEST", "95 % INTERVAL", "CALLS", "TOKENS", "SECONDS");
    for (MethodResult method : result.methods()) {
      table.row(
          (method.id().equals(result.chosen()) ? "* " : "  ") + method.id(),
          points(method.dev()),
          points(method.test()),
          method.testInterval() == null
              ? TaskText.brief(method.reason())
              : points(method.testInterval().low()) + " – " + points(method.testInterval().high()),
          method.calls(),
          method.tokens(),
          String.format(Locale.ROOT, "%.1f", method.seconds()));
    }
    stream.println(result.task() + " with " + result.model() + ", " + result.metric());
    stream.println();
    table.print(stream);
    stream.println();
    stream.println("chosen on dev  " + result.chosen());
    if (paid.calls() > 0) {
      stream.println(
          "really sent    " + paid.calls() + " requests, " + paid.tokens() + " tokens charged");
    }
    stream.println("predictor      " + result.predictor());
    stream.println("report         " + result.report());
    stream.println("use it         chiron predict " + quoted(result.predictor()) + " --input TEXT");
  }

  private static String points(@Nullable Double score) {
    return score == null ? "-" : String.format(Locale.ROOT, "%.1f", 100 * score);
  }

  private static String quoted(String path) {
    return ResultPlace.shellWord(Path.of(path).toString());
  }
}
