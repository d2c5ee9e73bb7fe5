package dev.chiron.core.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer beside what would have been right.
 *
 * @param example which example it answers; several samples of one example share the number
 * @param output the answer
 * @param references the acceptable answers, at least one
 * @param labelProbabilities each label's probability; empty if the answer came without
 */
public record Answered(
    int example, String output, List<String> references, Map<String, Double> labelProbabilities) {
  public Answered {
    references = List.copyOf(references);
    labelProbabilities = Collections.unmodifiableMap(new LinkedHashMap<>(labelProbabilities));
    if (references.isEmpty()) {
      throw new IllegalArgumentException("an answer is judged against at least one reference");
    }
  }

  /** An answer without probabilities. */
  public static Answered of(int example, String output, String... references) {
    return new Answered(example, output, List.of(references), Map.of());
  }
}
