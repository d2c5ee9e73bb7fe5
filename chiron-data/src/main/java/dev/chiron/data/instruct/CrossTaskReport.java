package dev.chiron.data.instruct;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How a model does on tasks that it was not trained on.
 *
 * @param tasks in the order of the collection
 */
public record CrossTaskReport(List<TaskScore> tasks) {
  public CrossTaskReport {
    tasks = List.copyOf(tasks);
  }

  /**
   * One task; scores from 0 to 1, of the best reference.
   *
   * @param instances that were measured
   * @param copiedInput ROUGE-L of the input as the answer
   * @param copiedExample ROUGE-L of the first demonstration's answer as the answer
   * @param copiedInputExact exact match of the same
   * @param copiedExampleExact exact match of the same
   */
  public record TaskScore(
      String task,
      String category,
      int instances,
      double exactMatch,
      double rougeL,
      double copiedInput,
      double copiedExample,
      double copiedInputExact,
      double copiedExampleExact) {}

  /** The mean over tasks, each counting the same. */
  public double mean(ToDoubleFunction<TaskScore> score) {
    return tasks.stream().mapToDouble(score).average().orElse(0);
  }

  @JsonProperty
  public double exactMatch() {
    return mean(TaskScore::exactMatch);
  }

  @JsonProperty
  public double rougeL() {
    return mean(TaskScore::rougeL);
  }

  /** ROUGE-L of copying the input. */
  @JsonProperty
  public double copiedInput() {
    return mean(TaskScore::copiedInput);
  }

  /** ROUGE-L of copying the first demonstration's answer. */
  @JsonProperty
  public double copiedExample() {
    return mean(TaskScore::copiedExample);
  }

  /** The same by category, each the mean over its tasks. */
  public Map<String, CrossTaskReport> byCategory() {
    return tasks.stream()
        .collect(
            Collectors.groupingBy(
                TaskScore::category,
                TreeMap::new,
                Collectors.collectingAndThen(Collectors.toList(), CrossTaskReport::new)));
  }
}
