package dev.chiron.prompting.dynaicl;

import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.evaluation.Evaluation;
import dev.chiron.core.evaluation.EvaluationPlan;
import dev.chiron.core.evaluation.Evaluator;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.metric.Metrics;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.retrieval.HashedTfIdfEmbedding;
import dev.chiron.core.run.Progress;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Split;
import dev.chiron.core.task.Task;
import dev.chiron.prompting.search.PlainPrompt;
import dev.chiron.prompting.search.PromptMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * DynaICL (arXiv 2305.11170): measures on some training examples how many demonstrations they need,
 * trains a controller on that, and serves with it; how many demonstrations an input gets on average
 * is chosen on dev. The other training examples are the pool.
 *
 * <p>In the run's directory: {@code counts.json}, the measured accuracies.
 */
public final class DynamicDemonstrations implements AdaptationMethod {
  private static final int FEWEST_EXAMPLES = 24;
  private static final int LARGEST_POOL = 200;
  private static final List<Double> MEANS = List.of(2.0, 4.0, 8.0);

  @Override
  public MethodCard card() {
    return new MethodCard(
        "dynaicl",
        "2305.11170",
        "As many demonstrations as an input needs",
        PromptMethod.MODULE,
        List.of(FEWEST_EXAMPLES + " training examples"),
        List.of("predictor"),
        "A small controller, trained on the model's own records, looks at each input and decides how"
            + " many demonstrations it gets, so that tokens go where they help. It pays where some"
            + " inputs are easy and others need examples; where all need the same it is no better"
            + " than a fixed number.");
  }

  @Override
  public boolean isAutomatic() {
    return false;
  }

  @Override
  public Optional<String> unsuitable(Task task, LanguageModel model) {
    return task.splits().train().size() < FEWEST_EXAMPLES
        ? Optional.of("the task has fewer than " + FEWEST_EXAMPLES + " training examples")
        : Optional.empty();
  }

  @Override
  public Predictor adapt(Task task, LanguageModel model, AdaptationContext context) {
    List<Example> train =
        Seeds.shuffled(task.splits().train(), context.seeds().generator("order of train"));
    PromptProgram plain = PlainPrompt.of(task, model, context);
    CollectionPlan plan =
        CollectionPlan.fitting(
            context.budget().remainingCalls(), train.size() / 3, train.size() - train.size() / 3);
    List<Demonstration> pool =
        train.subList(plan.inputs(), Math.min(train.size(), plan.inputs() + LARGEST_POOL)).stream()
            .map(Example::demonstration)
            .toList();
    ShotCounts counts =
        ShotCounts.collect(
            model,
            plain,
            task.metric(),
            train.subList(0, plan.inputs()),
            pool,
            plan.grid(),
            plan.subsets(),
            context.seeds(),
            context.metered(),
            context.progress());
    AtomicFiles.write(context.run().directory().resolve("counts.json"), Json.pretty(counts));
    EmbeddingModel embeddings =
        DynamicIcl.embeddings(HashedTfIdfEmbedding.NAME, pool, ModelOptions.DEFAULT);
    ShotController controller =
        ShotController.train(
            counts, embeddings, ControllerSettings.STANDARD, context.seeds().child("controller"));
    List<String> calibration = counts.rows().stream().map(ShotCounts.Row::input).toList();
    double meanNeed =
        Arrays.stream(controller.expected(calibration, embeddings)).average().orElse(0);
    PromptProgram program = plain.withDemonstrations(pool, new DemonstrationSelector.None());
    List<DynamicIcl> predictors =
        MEANS.stream()
            .map(
                mean ->
                    new DynamicIcl(
                        model,
                        program,
                        controller,
                        embeddings,
                        new DynamicIcl.Terms(
                            mean, meanNeed, 1, context.seeds().derive("demonstrations"))))
            .toList();
    return best(predictors, task, context);
  }

  /** The best on dev, of equals the one with fewer demonstrations; the first if none fits. */
  private static DynamicIcl best(
      List<DynamicIcl> predictors, Task task, AdaptationContext context) {
    DynamicIcl best = predictors.getFirst();
    double most = Double.NEGATIVE_INFINITY;
    try {
      for (DynamicIcl predictor : predictors) {
        double score = score(predictor, predictor.terms().meanShots(), task, context);
        if (score > most) {
          best = predictor;
          most = score;
        }
      }
    } catch (BudgetExhausted e) {
      // The best so far stands.
    }
    return best;
  }

  private static double score(
      DynamicIcl predictor, double mean, Task task, AdaptationContext context) {
    EvaluationPlan plan =
        EvaluationPlan.of(task, Split.DEV, context.seeds()).withName("dev with mean " + mean);
    Evaluation evaluation =
        Evaluator.STANDARD.evaluate(predictor, plan, context.metered(), Progress.SILENT);
    boolean higher = Metrics.of(task.metric(), task.labels()).higherIsBetter();
    return higher ? evaluation.score() : -evaluation.score();
  }
}
