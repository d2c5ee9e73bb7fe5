package dev.chiron.core.predictor;

import dev.chiron.core.model.Usage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer to one input.
 *
 * @param output the answer
 * @param labelProbabilities for an answer taken by ranking: each label's probability, in the task's
 *     order of labels; empty otherwise
 * @param usage what it consumed
 */
public record Prediction(String output, Map<String, Double> labelProbabilities, Usage usage) {
  public Prediction {
    labelProbabilities = Collections.unmodifiableMap(new LinkedHashMap<>(labelProbabilities));
  }

  public static Prediction of(String output, Usage usage) {
    return new Prediction(output, Map.of(), usage);
  }
}
