package dev.chiron.core.adaptation;

import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.budget.BudgetMeter;
import dev.chiron.core.budget.MeteredModel;
import dev.chiron.core.budget.Spend;
import dev.chiron.core.error.InputException;
import dev.chiron.core.error.ModelException;
import dev.chiron.core.evaluation.Evaluation;
import dev.chiron.core.evaluation.EvaluationPlan;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.Predictors;
import dev.chiron.core.run.MeteredRun;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.task.Split;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Lets a method find its predictor within its share, and reports on it. */
record MethodTrying(
    Task task,
    LanguageModel model,
    AdaptationSettings settings,
    BudgetShares shares,
    Progress progress) {
  /** What is remembered of a predictor that was found and saved. */
  private record Found(Spend spend) {}

  private static final String FOUND = "predictor found";

  /** Tries a method; whatever it fails for is the trial's reason. Being cancelled passes on. */
  MethodTrial tried(AdaptationMethod method, Run run) {
    String id = method.card().id();
    BudgetMeter finding = new BudgetMeter(shares.finding());
    Spend spent = Spend.NOTHING;
    try {
      spent = found(method, run, finding);
      return reported(id, run, spent);
    } catch (RuntimeException e) {
      if (e instanceof CancellationException || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      Spend lost = spent.equals(Spend.NOTHING) ? finding.spent() : spent;
      return MethodTrial.failed(id, reason(e), lost, e);
    }
  }

  private Spend found(AdaptationMethod method, Run run, BudgetMeter meter) {
    Optional<Found> known = run.recall(FOUND, Found.class);
    if (known.isPresent()) {
      return known.get().spend();
    }
    // A method never sees the test examples.
    Splits splits = task.splits();
    Task visible = task.withSplits(new Splits(splits.train(), splits.dev(), List.of()));
    AdaptationContext context =
        new AdaptationContext(
            meter,
            run,
            settings.seeds().child(method.card().id()),
            progress,
            settings.proposer().map(proposer -> MeteredModel.of(proposer, meter)));
    try (Predictor predictor = method.adapt(visible, MeteredModel.of(model, meter), context)) {
      predictor.save(saved(run));
    }
    Spend spent = meter.spent();
    run.remember(FOUND, new Found(spent));
    return spent;
  }

  private MethodTrial reported(String id, Run run, Spend found) {
    BudgetMeter meter = new BudgetMeter(shares.reporting(found));
    MeteredRun steps = new MeteredRun(run, meter);
    Path place = saved(run);
    try (Predictor predictor =
        Predictors.load(place, settings.options(), MeteredModel.of(model, meter))) {
      Evaluation dev = evaluated(predictor, Split.DEV, steps);
      Evaluation test = evaluated(predictor, Split.TEST, steps);
      Spend all = found.plus(dev.spend()).plus(test.spend());
      MethodResult result =
          new MethodResult(
              id,
              MethodResult.Status.DONE,
              "",
              dev.score(),
              dev.interval(),
              test.score(),
              test.interval(),
              all.usage().calls(),
              all.usage().tokens(),
              all.seconds(),
              all.money(),
              found,
              null,
              null,
              place.toString());
      return new MethodTrial(result, dev, test, null);
    }
  }

  private Evaluation evaluated(Predictor predictor, Split split, MeteredRun steps) {
    EvaluationPlan plan = EvaluationPlan.of(task, split, settings.seeds().child("evaluation"));
    Evaluation evaluation =
        settings
            .evaluator()
            .withPrice(model.info().price())
            .evaluate(predictor, plan.withName("report " + plan.name()), steps, progress);
    AtomicFiles.write(
        steps.run().directory().resolve(plan.name() + ".json"), Json.pretty(evaluation));
    return evaluation;
  }

  private static Path saved(Run run) {
    return run.directory().resolve("predictor");
  }

  private static String reason(RuntimeException e) {
    return switch (e) {
      case BudgetExhausted b -> String.valueOf(b.getMessage());
      case InputException i -> String.valueOf(i.getMessage());
      case ModelException m -> String.valueOf(m.getMessage());
      default -> e.toString();
    };
  }
}
