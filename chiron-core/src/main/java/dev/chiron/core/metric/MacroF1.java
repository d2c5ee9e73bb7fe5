package dev.chiron.core.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The mean over labels of each label's F1 = 2·tp / (2·tp + fp + fn).
 *
 * <p>A label counts if it is the right answer of an example or was answered. An answer that is none
 * of the labels is an error of the right one and makes no label of its own, unless no labels are
 * given. Of several right answers the one that was given counts, else the first. The score of one
 * example is whether it is right.
 *
 * @param labels the task's; empty if they are not known
 */
public record MacroF1(List<String> labels) implements Metric {
  public MacroF1 {
    labels = labels.stream().map(Normalization::caseless).toList();
  }

  @Override
  public String name() {
    return "macro-f1";
  }

  @Override
  public boolean isMean() {
    return false;
  }

  @Override
  public double score(Answered answer) {
    return Metrics.isRight(answer) ? 1 : 0;
  }

  @Override
  public double aggregate(List<Answered> answers) {
    Map<String, Integer> hits = new HashMap<>();
    Map<String, Integer> answered = new HashMap<>();
    Map<String, Integer> right = new HashMap<>();
    for (Answered answer : answers) {
      String given = Normalization.caseless(answer.output());
      List<String> references = answer.references().stream().map(Normalization::caseless).toList();
      String gold = references.contains(given) ? given : references.getFirst();
      right.merge(gold, 1, Integer::sum);
      answered.merge(given, 1, Integer::sum);
      if (given.equals(gold)) {
        hits.merge(gold, 1, Integer::sum);
      }
    }
    Set<String> counted = new TreeSet<>(answered.keySet());
    if (!labels.isEmpty()) {
      counted.retainAll(labels);
    }
    counted.addAll(right.keySet());
    return counted.stream()
        .mapToDouble(
            label ->
                2.0
                    * hits.getOrDefault(label, 0)
                    / (answered.getOrDefault(label, 0) + right.getOrDefault(label, 0)))
        .average()
        .orElse(0);
  }
}
