package dev.chiron.core.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.chiron.core.model.Usage;
import dev.chiron.core.predictor.Turn;
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
 * @param turns what was said on the way to the answer, where that took several calls
 */
public record Evaluated(
    int index,
    String input,
    List<String> references,
    String output,
    double score,
    Map<String, Double> labelProbabilities,
    Usage usage,
    String error,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<Turn> turns) {
  public Evaluated {
    references = List.copyOf(references);
    labelProbabilities = Collections.unmodifiableMap(new LinkedHashMap<>(labelProbabilities));
    turns = List.copyOf(turns);
  }

  /** An example that took one call, or none. */
  public Evaluated(
      int index,
      String input,
      List<String> references,
      String output,
      double score,
      Map<String, Double> labelProbabilities,
      Usage usage,
      String error) {
    this(index, input, references, output, score, labelProbabilities, usage, error, List.of());
  }

  /** The same under another place. */
  public Evaluated at(int newIndex) {
    return new Evaluated(
        newIndex, input, references, output, score, labelProbabilities, usage, error, turns);
  }

  /** Whether the example got no answer. */
  public boolean failed() {
    return !error.isEmpty();
  }
}
