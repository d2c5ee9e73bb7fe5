package dev.chiron.core.predictor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.chiron.core.model.Usage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer to one input.
 *
 * @param output the answer
 * @param labelProbabilities for an answer taken by ranking: each label's probability, in the task's
 *     order of labels; empty otherwise
 * @param usage what it consumed
 * @param turns what was said on the way to it, where that took several calls; empty otherwise
 */
public record Prediction(
    String output,
    Map<String, Double> labelProbabilities,
    Usage usage,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<Turn> turns) {
  public Prediction {
    labelProbabilities = Collections.unmodifiableMap(new LinkedHashMap<>(labelProbabilities));
    turns = List.copyOf(turns);
  }

  /** An answer that one call gave. */
  public Prediction(String output, Map<String, Double> labelProbabilities, Usage usage) {
    this(output, labelProbabilities, usage, List.of());
  }

  public static Prediction of(String output, Usage usage) {
    return new Prediction(output, Map.of(), usage);
  }
}
