package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.app.console.Answer;
import dev.chiron.app.console.Environment;
import dev.chiron.app.console.ProgressDisplay;
import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.budget.Budget;
import dev.chiron.core.budget.BudgetMeter;
import dev.chiron.core.error.InputException;
import dev.chiron.core.evaluation.Evaluation;
import dev.chiron.core.evaluation.EvaluationPlan;
import dev.chiron.core.evaluation.Evaluator;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.Methods;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.ActiveRun;
import dev.chiron.core.run.Progress;
import dev.chiron.core.task.Split;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chiron evaluate}: a saved predictor, or a model with the plain prompt, on a task. */
@Command(
    footerHeading = "%nExamples:%n",
    footer = {
      "  chiron evaluate ./router ticket-routing",
      "  chiron evaluate --model chiron-nano ticket-routing --split dev",
      "  chiron evaluate adapt-20260506-120000 my-tickets.csv --json"
    })
final class EvaluateCommand extends ChironCommand {
  @Parameters(
      arity = "1..2",
      paramLabel = "[PREDICTOR] TASK",
      description =
          "A saved predictor (or the run that made it), unless --model is given; the task.")
  List<String> references = List.of();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Evaluate this model with the task's instruction alone.")
  @Nullable String model;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = "test",
      description = "train, dev or test (default: ${DEFAULT-VALUE}).")
  Split split = Split.TEST;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the interval, and of splits that are made (default: ${DEFAULT-VALUE}).")
  long seed;

  @Mixin TaskOptions taskOptions = new TaskOptions();

  @Mixin ModelChoice choice = new ModelChoice();

  @Override
  public Answer run(Environment environment) {
    if (references.size() != (model == null ? 2 : 1)) {
      throw new InputException("give PREDICTOR and TASK, or --model NAME and TASK");
    }
    Task task = taskOptions.read(references.getLast(), seed, environment);
    if (task.splits().part(split).isEmpty()) {
      throw new InputException(
          references.getLast()
              + ": split '"
              + split.name().toLowerCase(Locale.ROOT)
              + "' is empty: give another by --split");
    }
    RunSession session = new RunSession(environment);
    Map<String, String> settings =
        Map.of("task", task.name(), "split", split.name().toLowerCase(Locale.ROOT));
    if (model == null) {
      try (Predictor predictor =
          PredictorReference.open(references.getFirst(), choice, environment)) {
        return answer(
            task,
            session.run(
                arguments(), settings, run -> evaluated(predictor, task, run, environment)));
      }
    }
    try (LanguageModel opened = choice.open(model, environment)) {
      return answer(
          task,
          session.run(
              arguments(),
              settings,
              run -> {
                try (Predictor plain = plainPrompt(task, opened, run)) {
                  return evaluated(plain, task, run, environment);
                }
              }));
    }
  }

  private Predictor plainPrompt(Task task, LanguageModel opened, ActiveRun run) {
    return Methods.adaptation(Adaptation.ZERO_SHOT)
        .adapt(
            task.withSplits(new Splits(task.splits().train(), task.splits().dev(), List.of())),
            opened,
            new AdaptationContext(
                new BudgetMeter(Budget.NONE),
                run.run().child("zero-shot"),
                new Seeds(seed),
                Progress.SILENT));
  }

  private Evaluation evaluated(
      Predictor predictor, Task task, ActiveRun run, Environment environment) {
    try (ProgressDisplay progress = new ProgressDisplay(environment)) {
      Evaluation evaluation =
          Evaluator.STANDARD.evaluate(
              predictor, EvaluationPlan.of(task, split, new Seeds(seed)), run.run(), progress);
      AtomicFiles.write(run.run().directory().resolve("evaluation.json"), Json.pretty(evaluation));
      return evaluation;
    }
  }

  private Answer answer(Task task, Evaluation evaluation) {
    ObjectNode document = (ObjectNode) Json.tree(evaluation);
    document.put("task", task.name());
    document.put("split", split.name().toLowerCase(Locale.ROOT));
    return Answer.of(
        document,
        out -> {
          out.printf(
              Locale.ROOT,
              "%s  %s on %s: %.1f  (95 %% interval %.1f to %.1f, %d examples, %.1f s)%n",
              task.name(),
              evaluation.metric().name(),
              split.name().toLowerCase(Locale.ROOT),
              100 * evaluation.score(),
              100 * evaluation.interval().low(),
              100 * evaluation.interval().high(),
              evaluation.records().size(),
              evaluation.spend().seconds());
        });
  }
}
