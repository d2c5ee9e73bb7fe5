package dev.chiron.core.evaluation;

import dev.chiron.core.error.ModelException;
import dev.chiron.core.metric.Answered;
import dev.chiron.core.metric.Metric;
import dev.chiron.core.metric.Metrics;
import dev.chiron.core.model.Price;
import dev.chiron.core.model.Usage;
import dev.chiron.core.predictor.Prediction;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.prompt.QueryTooLong;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Steps;
import dev.chiron.core.statistics.Bootstrap;
import dev.chiron.core.task.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Evaluates predictors in batches, each a remembered step, so that an evaluation that was stopped
 * goes on where it was and gives the same records.
 *
 * <p>An example that the predictor cannot answer, because it is too long or because the model
 * refuses it, is recorded as failed. A model that answers nothing at all is no matter of examples:
 * its exception passes on.
 *
 * @param batchSize examples that a predictor gets at once
 * @param bootstrap of the interval
 * @param price of the model's tokens, for the money spent
 */
public record Evaluator(int batchSize, Bootstrap bootstrap, Price price) {
  /** Batches of 32, which suit small local models on a CPU as well as remote services. */
  public static final Evaluator STANDARD = new Evaluator(32, Bootstrap.STANDARD, Price.FREE);

  /** So many failures in a row, without an answer between, mean that the model is out of reach. */
  private static final int OUT_OF_REACH = 4;

  public Evaluator {
    if (batchSize < 1) {
      throw new IllegalArgumentException("the batch size must be at least 1, not " + batchSize);
    }
  }

  public Evaluator withPrice(Price other) {
    return new Evaluator(batchSize, bootstrap, other);
  }

  public Evaluator withBatchSize(int other) {
    return new Evaluator(other, bootstrap, price);
  }

  /** What a batch gave, as it is remembered. */
  private record Batch(List<Evaluated> records, double seconds) {}

  /** Evaluates without remembering. */
  public Evaluation evaluate(Predictor predictor, EvaluationPlan plan) {
    return evaluate(predictor, plan, Steps.FORGOTTEN, Progress.SILENT);
  }

  /**
   * Evaluates.
   *
   * @param steps where batches are remembered, by the plan's name
   * @throws dev.chiron.core.error.InputException if the metric is unknown
   * @throws dev.chiron.core.budget.BudgetExhausted if the predictor's model has a budget, which
   *     ends
   * @throws ModelException if the model answers nothing
   */
  public Evaluation evaluate(
      Predictor predictor, EvaluationPlan plan, Steps steps, Progress progress) {
    Metric metric = Metrics.of(plan.metric(), plan.labels());
    List<Evaluated> records = new ArrayList<>();
    double seconds = 0;
    int total = plan.examples().size();
    for (int start = 0; start < total; start += batchSize) {
      int from = start;
      List<Example> examples = plan.examples().subList(from, Math.min(total, from + batchSize));
      Batch batch =
          steps.step(
              "evaluate " + plan.name() + " from " + from + " of " + total + " by " + batchSize,
              Batch.class,
              () -> timed(() -> batch(predictor, metric, examples, from)));
      records.addAll(batch.records());
      seconds += batch.seconds();
      progress.update(plan.name(), records.size(), total, running(records));
    }
    Usage usage = records.stream().map(Evaluated::usage).reduce(Usage.NONE, Usage::plus);
    return Evaluation.of(plan, records, seconds, price.of(usage), bootstrap);
  }

  private static Batch timed(Supplier<List<Evaluated>> work) {
    long begin = System.nanoTime();
    List<Evaluated> records = work.get();
    return new Batch(records, (System.nanoTime() - begin) / 1e9);
  }

  private static List<Evaluated> batch(
      Predictor predictor, Metric metric, List<Example> examples, int from) {
    try {
      List<Prediction> predictions =
          predictor.predict(examples.stream().map(Example::input).toList());
      List<Evaluated> records = new ArrayList<>();
      for (int i = 0; i < predictions.size(); i++) {
        records.add(answered(metric, examples.get(i), predictions.get(i), from + i));
      }
      return records;
    } catch (QueryTooLong | ModelException e) {
      return oneByOne(predictor, metric, examples, from);
    }
  }

  /** The same batch example by example, to find those that fail. */
  private static List<Evaluated> oneByOne(
      Predictor predictor, Metric metric, List<Example> examples, int from) {
    List<Evaluated> records = new ArrayList<>();
    int refusals = 0;
    for (Example example : examples) {
      int index = from + records.size();
      try {
        records.add(answered(metric, example, predictor.predict(example.input()), index));
        refusals = Integer.MIN_VALUE;
      } catch (QueryTooLong e) {
        records.add(failed(metric, example, index, e));
      } catch (ModelException e) {
        refusals++;
        boolean nothingAtAll = from == 0 && refusals == examples.size();
        if (refusals == OUT_OF_REACH || nothingAtAll) {
          throw e;
        }
        records.add(failed(metric, example, index, e));
      }
    }
    return records;
  }

  private static Evaluated answered(
      Metric metric, Example example, Prediction prediction, int index) {
    Answered answer =
        new Answered(
            index, prediction.output(), example.outputs(), prediction.labelProbabilities());
    return new Evaluated(
        index,
        example.input(),
        example.outputs(),
        prediction.output(),
        metric.score(answer),
        prediction.labelProbabilities(),
        prediction.usage(),
        "",
        prediction.turns());
  }

  private static Evaluated failed(
      Metric metric, Example example, int index, RuntimeException cause) {
    String error = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    Answered nothing = new Answered(index, "", example.outputs(), Map.of());
    double score = metric.higherIsBetter() ? 0 : metric.score(nothing);
    return new Evaluated(
        index,
        example.input(),
        example.outputs(),
        "",
        score,
        Map.of(),
        Usage.NONE,
        error,
        List.of());
  }

  private static String running(List<Evaluated> records) {
    double mean = records.stream().mapToDouble(Evaluated::score).average().orElse(0);
    return String.format(Locale.ROOT, "mean score %.3f", mean);
  }
}
