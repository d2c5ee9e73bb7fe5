package dev.chiron.core.evaluation;

import dev.chiron.core.budget.Spend;
import dev.chiron.core.metric.Answered;
import dev.chiron.core.metric.Metric;
import dev.chiron.core.metric.Metrics;
import dev.chiron.core.metric.Normalization;
import dev.chiron.core.model.Usage;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.statistics.Bootstrap;
import dev.chiron.core.statistics.Interval;
import dev.chiron.core.task.MetricSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * A predictor's record on a set of examples; reads and writes as JSON.
 *
 * @param score the metric over all examples
 * @param interval of the score, by the percentile bootstrap over examples
 * @param records one for each example, in order
 * @param confusion for a classification task, how often each right label got each answer; answers
 *     that are no label are counted under {@value #OTHER}
 * @param spend what it consumed, and the seconds that it took
 */
public record Evaluation(
    MetricSpec metric,
    List<String> labels,
    double score,
    Interval interval,
    List<Evaluated> records,
    Map<String, Map<String, Integer>> confusion,
    Spend spend) {
  /** The column of the confusion for answers that are no label. */
  public static final String OTHER = "(other)";

  public Evaluation {
    labels = List.copyOf(labels);
    records = List.copyOf(records);
    confusion = Map.copyOf(confusion);
  }

  /** Sums up records; the spend's usage is that of the records. */
  static Evaluation of(
      EvaluationPlan plan,
      List<Evaluated> records,
      double seconds,
      double money,
      Bootstrap bootstrap) {
    ToDoubleFunction<int[]> statistic = statistic(records, plan.metric(), plan.labels());
    int[] all = new int[records.size()];
    Arrays.setAll(all, i -> i);
    return new Evaluation(
        plan.metric(),
        plan.labels(),
        statistic.applyAsDouble(all),
        bootstrap.percentile(records.size(), statistic, plan.seeds().generator("bootstrap")),
        records,
        confusion(records, plan.labels()),
        new Spend(
            records.stream().map(Evaluated::usage).reduce(Usage.NONE, Usage::plus),
            seconds,
            money));
  }

  /** How many examples got no answer. */
  public int failures() {
    return (int) records.stream().filter(Evaluated::failed).count();
  }

  /**
   * The mean negative log-probability of the right label, in nats: of the likelier one where
   * several are right. Empty unless every answer came with its labels' probabilities.
   */
  public OptionalDouble crossEntropy() {
    boolean all = records.stream().noneMatch(record -> record.labelProbabilities().isEmpty());
    return all
        ? records.stream().mapToDouble(Evaluation::surprise).average()
        : OptionalDouble.empty();
  }

  private static double surprise(Evaluated record) {
    Map<String, Double> probabilities = record.labelProbabilities();
    return -Math.log(
        record.references().stream()
            .mapToDouble(label -> probabilities.getOrDefault(label, 0.0))
            .max()
            .orElse(0));
  }

  /** The metric on the examples with the given indices. */
  ToDoubleFunction<int[]> statistic() {
    return statistic(records, metric, labels);
  }

  /**
   * Compares with another evaluation of the same examples.
   *
   * @throws IllegalArgumentException if the examples or the metric differ
   */
  public Comparison comparedTo(Evaluation other, Seeds seeds) {
    return Comparison.of(this, other, seeds);
  }

  private static ToDoubleFunction<int[]> statistic(
      List<Evaluated> records, MetricSpec spec, List<String> labels) {
    Metric metric = Metrics.of(spec, labels);
    if (metric.isMean()) {
      double[] scores = records.stream().mapToDouble(Evaluated::score).toArray();
      return indices -> {
        double sum = 0;
        for (int index : indices) {
          sum += scores[index];
        }
        return indices.length == 0 ? 0 : sum / indices.length;
      };
    }
    List<Answered> answers =
        records.stream()
            .map(r -> new Answered(r.index(), r.output(), r.references(), r.labelProbabilities()))
            .toList();
    return indices -> {
      List<Answered> chosen = new ArrayList<>(indices.length);
      for (int index : indices) {
        chosen.add(answers.get(index));
      }
      return metric.aggregate(chosen);
    };
  }

  private static Map<String, Map<String, Integer>> confusion(
      List<Evaluated> records, List<String> labels) {
    Map<String, Map<String, Integer>> confusion = new TreeMap<>();
    for (Evaluated record : labels.isEmpty() ? List.<Evaluated>of() : records) {
      String given = Normalization.label(record.output(), labels).orElse(OTHER);
      List<String> right =
          record.references().stream()
              .map(reference -> Normalization.label(reference, labels).orElse(reference))
              .toList();
      String row = right.contains(given) ? given : right.getFirst();
      confusion.computeIfAbsent(row, r -> new TreeMap<>()).merge(given, 1, Integer::sum);
    }
    return confusion;
  }
}
