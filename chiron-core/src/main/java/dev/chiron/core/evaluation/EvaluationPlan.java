package dev.chiron.core.evaluation;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Split;
import dev.chiron.core.task.Task;
import java.util.List;
import java.util.Locale;

/**
 * What a predictor is evaluated on.
 *
 * @param name unique among the evaluations of a run: with it the steps are remembered
 * @param labels of a classification task, else empty
 * @param seeds of the bootstrap
 */
public record EvaluationPlan(
    String name, List<Example> examples, MetricSpec metric, List<String> labels, Seeds seeds) {
  public EvaluationPlan {
    examples = List.copyOf(examples);
    labels = List.copyOf(labels);
  }

  /** A whole part of a task, under the part's name. */
  public static EvaluationPlan of(Task task, Split split, Seeds seeds) {
    return new EvaluationPlan(
        split.name().toLowerCase(Locale.ROOT),
        task.splits().part(split),
        task.metric(),
        task.labels(),
        seeds);
  }

  public EvaluationPlan withName(String newName) {
    return new EvaluationPlan(newName, examples, metric, labels, seeds);
  }

  /** The first {@code most} examples only. */
  public EvaluationPlan limitedTo(int most) {
    return new EvaluationPlan(
        name, examples.subList(0, Math.min(most, examples.size())), metric, labels, seeds);
  }
}
