package dev.chiron.prompting.claps;

import java.util.List;

/** How a word's influence on the model is measured: by its prompt alone against no prompt. */
public enum Influence {
  /** r(word) − r(nothing): finds words that help. */
  REWARD {
    @Override
    double of(PromptReward reward, String word) {
      return reward.of(List.of(word)) - reward.of(List.of());
    }
  },
  /** The divergence of the label probabilities: finds words that act, for good or ill. */
  DIVERGENCE {
    @Override
    double of(PromptReward reward, String word) {
      return reward.divergence(List.of(word));
    }
  };

  abstract double of(PromptReward reward, String word);
}
