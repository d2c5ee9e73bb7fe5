package dev.chiron.prompting.search;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.metric.Metric;
import dev.chiron.core.metric.Normalization;
import java.util.List;
import java.util.Locale;

/** What a metric's score of an answer means in words, for a model that is to learn from it. */
public final class Remark {
  private Remark() {}

  /**
   * The remark on an answer.
   *
   * @param labels of a classification task, else empty
   */
  public static String of(Evaluated record, Metric metric, List<String> labels) {
    String expected = record.references().getFirst();
    if (record.failed()) {
      return "There was no answer: " + record.error() + ".";
    }
    if (!metric.higherIsBetter()) {
      return "The error by %s is %s; less is better.".formatted(metric.name(), number(record));
    }
    if (record.score() >= 1) {
      return "Right.";
    }
    if (record.output().isBlank()) {
      return "Wrong: the output is empty.";
    }
    if (!labels.isEmpty() && Normalization.label(record.output(), labels).isEmpty()) {
      return "Wrong: the output is none of " + String.join(", ", labels) + ".";
    }
    if (record.score() > 0) {
      return "Partly right: %s of 1 by %s.".formatted(number(record), metric.name());
    }
    return holds(record.output(), expected)
        ? "Wrong: the output holds the expected answer, but says more than that."
        : holds(expected, record.output())
            ? "Wrong: the output is a part of the expected answer."
            : "Wrong: another answer was expected.";
  }

  private static boolean holds(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.strip().toLowerCase(Locale.ROOT));
  }

  private static String number(Evaluated record) {
    return String.format(Locale.ROOT, "%.2f", record.score());
  }
}
