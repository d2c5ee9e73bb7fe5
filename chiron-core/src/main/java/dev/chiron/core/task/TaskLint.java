package dev.chiron.core.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks for what is wrong with a task, or would make its scores mislead. */
public final class TaskLint {
  /** A label this much rarer than an even share is hardly learned. */
  private static final double RARE = 0.1;

  private TaskLint() {}

  /** How bad a finding is. */
  public enum Severity {
    /** Scores mean nothing until it is mended. */
    ERROR,
    /** Worth a look. */
    WARNING
  }

  /**
   * Something that was found.
   *
   * @param rule a short name, the same for all findings of the kind
   * @param message what it is and what to do
   */
  public record Finding(Severity severity, String task, String rule, String message) {}

  /** All findings on a task; errors first. */
  public static List<Finding> of(Task task) {
    List<Finding> findings = new ArrayList<>();
    if (task.splits().size() == 0) {
      error(
          task, findings, "no-instances", "has no instances: there is nothing to learn or measure");
    }
    leaks(task, findings);
    labels(task, findings);
    if (task.instruction().isBlank()) {
      warn(task, findings, "no-definition", "has no instruction: say what to do");
    }
    if (task.positives().isEmpty()) {
      warn(
          task,
          findings,
          "no-examples",
          "has no positive examples: encodings with examples have none to show");
    }
    demonstrations(task, findings);
    duplicates(task, findings);
    blanks(task, findings);
    return findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
  }

  /** Test inputs that are also trained on, but for case and white space. */
  private static void leaks(Task task, List<Finding> findings) {
    Set<String> train = keys(task.splits().train());
    long leaked =
        task.splits().test().stream().filter(e -> train.contains(Splitter.key(e.input()))).count();
    if (leaked > 0) {
      error(
          task,
          findings,
          "test-in-train",
          leaked + " inputs of test are also in train: take them out of one");
    }
  }

  private static void labels(Task task, List<Finding> findings) {
    if (!task.isClassification()) {
      return;
    }
    Map<String, Integer> counts = new HashMap<>();
    for (Example example : task.splits().all()) {
      for (String output : example.outputs()) {
        if (!task.labels().contains(output)) {
          error(task, findings, "unknown-label", "'" + output + "' is an output but no label");
          return;
        }
      }
    }
    task.splits().train().forEach(example -> counts.merge(example.output(), 1, Integer::sum));
    for (String label : task.labels()) {
      int count = counts.getOrDefault(label, 0);
      double share = (double) task.splits().train().size() / task.labels().size();
      if (count < RARE * share) {
        warn(
            task,
            findings,
            "rare-label",
            "label '" + label + "' has " + count + " training examples: add some or drop it");
      }
    }
  }

  private static void demonstrations(Task task, List<Finding> findings) {
    Set<String> test = keys(task.splits().test());
    for (Demonstration shown : task.positives()) {
      if (test.contains(Splitter.key(shown.input()))) {
        error(
            task,
            findings,
            "example-in-test",
            "the positive example '" + shown.input() + "' is in test: show another");
      }
    }
    Set<String> right =
        task.positives().stream()
            .map(shown -> Splitter.key(shown.input()) + "\n" + shown.output())
            .collect(Collectors.toSet());
    for (Demonstration wrong : task.negatives()) {
      if (right.contains(Splitter.key(wrong.input()) + "\n" + wrong.output())) {
        error(
            task,
            findings,
            "right-and-wrong",
            "'" + wrong.output() + "' is both a positive and a negative example");
      }
    }
  }

  /** The same input with answers that have nothing in common. */
  private static void duplicates(Task task, List<Finding> findings) {
    Map<String, Set<String>> answers = new HashMap<>();
    int repeated = 0;
    int contradicting = 0;
    for (Example example : task.splits().all()) {
      Set<String> outputs = new HashSet<>(example.outputs());
      Set<String> before = answers.putIfAbsent(Splitter.key(example.input()), outputs);
      if (before != null) {
        repeated++;
        contradicting += before.stream().noneMatch(outputs::contains) ? 1 : 0;
      }
    }
    if (contradicting > 0) {
      warn(
          task,
          findings,
          "contradiction",
          contradicting + " inputs occur again with other outputs: no model can be right on both");
    } else if (repeated > 0) {
      warn(task, findings, "duplicates", repeated + " inputs occur more than once");
    }
  }

  private static void blanks(Task task, List<Finding> findings) {
    long blank =
        task.splits().all().stream()
            .filter(each -> each.outputs().stream().anyMatch(String::isBlank))
            .count();
    if (blank > 0) {
      warn(task, findings, "blank-output", blank + " instances have a blank output");
    }
  }

  private static Set<String> keys(List<Example> examples) {
    return examples.stream().map(each -> Splitter.key(each.input())).collect(Collectors.toSet());
  }

  private static void error(Task task, List<Finding> findings, String rule, String message) {
    findings.add(new Finding(Severity.ERROR, task.name(), rule, message));
  }

  private static void warn(Task task, List<Finding> findings, String rule, String message) {
    findings.add(new Finding(Severity.WARNING, task.name(), rule, message));
  }
}
