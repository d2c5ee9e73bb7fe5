package dev.chiron.core.task;

import java.util.List;

/**
 * A task: what a user brings.
 *
 * @param name a short name, unique in its collection: lower case, digits, hyphens
 * @param instruction what to do, for a reader who has seen no example; may be empty
 * @param positives demonstrations that the task's author chose to show
 * @param negatives demonstrations of wrong answers
 * @param labels the closed set of answers of a classification task, in the author's order; empty
 *     for a generation task
 * @param splits the examples
 * @param metric what the task is judged by
 * @param info provenance and kind
 */
public record Task(
    String name,
    String instruction,
    List<Demonstration> positives,
    List<Demonstration> negatives,
    List<String> labels,
    Splits splits,
    MetricSpec metric,
    TaskInfo info) {
  public Task {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a task needs a name");
    }
    positives = List.copyOf(positives);
    negatives = List.copyOf(negatives);
    labels = List.copyOf(labels);
  }

  /** Whether the answer is one of a closed set of labels. */
  public boolean isClassification() {
    return !labels.isEmpty();
  }

  public Task withName(String newName) {
    return new Task(newName, instruction, positives, negatives, labels, splits, metric, info);
  }

  public Task withInstruction(String newInstruction) {
    return new Task(name, newInstruction, positives, negatives, labels, splits, metric, info);
  }

  public Task withLabels(List<String> newLabels) {
    return new Task(name, instruction, positives, negatives, newLabels, splits, metric, info);
  }

  public Task withMetric(MetricSpec newMetric) {
    return new Task(name, instruction, positives, negatives, labels, splits, newMetric, info);
  }

  public Task withSplits(Splits newSplits) {
    return new Task(name, instruction, positives, negatives, labels, newSplits, metric, info);
  }
}
