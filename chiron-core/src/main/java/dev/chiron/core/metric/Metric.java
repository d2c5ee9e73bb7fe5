package dev.chiron.core.metric;

import java.util.List;

/** Judges answers: each by itself, and all of them together. */
public interface Metric {
  /** The name in a {@link dev.chiron.core.task.MetricSpec}. */
  String name();

  /** The score of one answer; against several references it is that of the best one. */
  double score(Answered answer);

  /** The score of a set of answers: the mean unless the metric says otherwise; 0 for no answers. */
  default double aggregate(List<Answered> answers) {
    return answers.stream().mapToDouble(this::score).average().orElse(0);
  }

  /** Whether {@link #aggregate} is the mean of the scores, so that it can be had from them. */
  default boolean isMean() {
    return true;
  }

  /** Whether more is better; false for errors. */
  default boolean higherIsBetter() {
    return true;
  }
}
