package dev.chiron.core.evaluation;

import dev.chiron.core.model.Usage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of one example.
 *
 * @param index its place among those evaluated
 * @param references the acceptable answers
 * @param output the answer; empty if there is none
 * @param score by the metric; 0 if the example failed, under a metric of which more is better
 * @param labelProbabilities each label's, where the answer came with them
 * @param error why there is no answer; empty if there is one
 */
public record Evaluated(
    int index,
    String input,
    List<String> references,
    String output,
    double score,
    Map<String, Double> labelProbabilities,
    Usage usage,
    String error) {
  public Evaluated {
    references = List.copyOf(references);
    labelProbabilities = Collections.unmodifiableMap(new LinkedHashMap<>(labelProbabilities));
  }

  /** Whether the example got no answer. */
  public boolean failed() {
    return !error.isEmpty();
  }
}
