package dev.chiron.core.predictor;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How an answer is taken from a model. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AnswerMode.Generation.class, name = "generation"),
  @JsonSubTypes.Type(value = AnswerMode.Ranking.class, name = "ranking")
})
public sealed interface AnswerMode {
  /**
   * Greedy text, cut at the template's stop and stripped. With labels it becomes the label that it
   * equals but for case, punctuation and white space; if there is none it stays as it is.
   *
   * @param maxTokens of the answer
   */
  record Generation(int maxTokens) implements AnswerMode {
    public Generation {
      if (maxTokens < 1) {
        throw new IllegalArgumentException("maxTokens must be at least 1, not " + maxTokens);
      }
    }
  }

  /** The label that the model finds most likely; needs labels and a model that scores. */
  record Ranking(Normalization normalization) implements AnswerMode {}

  /** What of a label's log-probability is compared. */
  enum Normalization {
    /** log p(label | prompt). */
    SUM,
    /** The mean over the label's tokens, so that long labels are not at a disadvantage. */
    MEAN,
    /**
     * log p(label | prompt) − log p(label | the prompt with {@code N/A} for the query): contextual
     * calibration (Zhao et al. 2021, arXiv 2102.09690), which takes away what the prompt itself
     * prefers. It costs one more call for every set of demonstrations.
     */
    CALIBRATED
  }
}
