package dev.chiron.prompting.search;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.metric.Answered;
import dev.chiron.core.metric.Metric;
import java.util.List;

/**
 * A candidate with what became of the examples that it has seen; its own exemplars are not among
 * them, or lists that hold hard examples would score themselves.
 *
 * @param score the metric over the records, negated where less is better; 0 without records
 * @param records by ascending {@code index}, the place among the examples
 * @param complete whether all examples have been seen; not so for one that was rejected early
 */
public record Scored(
    PromptCandidate candidate, double score, List<Evaluated> records, boolean complete) {
  public Scored {
    records = List.copyOf(records);
  }

  static Scored of(
      PromptCandidate candidate, List<Evaluated> records, boolean complete, Metric metric) {
    double value =
        metric.isMean()
            ? records.stream().mapToDouble(Evaluated::score).average().orElse(0)
            : metric.aggregate(records.stream().map(Scored::answered).toList());
    return new Scored(candidate, metric.higherIsBetter() ? value : -value, records, complete);
  }

  /** The examples that did not get full marks. */
  public List<Evaluated> failures() {
    return records.stream().filter(record -> record.score() < 1).toList();
  }

  private static Answered answered(Evaluated record) {
    return new Answered(
        record.index(), record.output(), record.references(), record.labelProbabilities());
  }
}
