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
import dev.chiron.core.io.Json;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.model.Usage;
import dev.chiron.core.run.ActiveRun;
import dev.chiron.core.task.Task;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
  @Parameters(
      paramLabel = "TASK",
      description = "A shipped task's name, a file or a directory; #NAME chooses one of several.")
  String reference = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where predictor/, report.html and result.json are also put.")
  @Nullable String out;

  @Mixin Portfolio portfolio = new Portfolio();

  @Mixin TaskOptions taskOptions = new TaskOptions();

  @Mixin ModelChoice choice = new ModelChoice();

  @Override
  public Answer run(Environment environment) {
    List<AdaptationMethod> chosen = portfolio.chosen();
    AdaptationSettings settings = portfolio.settings(choice.options(environment));
    Task task = taskOptions.read(reference, portfolio.randomness.seed, environment);
    ResultPlace place = ResultPlace.checked(out, environment);
    try (OpenedModels models = portfolio.open(choice, environment)) {
      Adaptation adaptation =
          new Adaptation(task, models.model(), chosen, settings.withProposer(models.proposer()));
      AdaptationResult result =
          new RunSession(environment)
              .run(
                  arguments(),
                  portfolio.described(task.name()),
                  run -> adapted(adaptation, task, run, place, environment));
      Usage paid = models.paid();
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
