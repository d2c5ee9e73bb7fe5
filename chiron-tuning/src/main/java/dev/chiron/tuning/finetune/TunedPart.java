package dev.chiron.tuning.finetune;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Task;
import dev.chiron.nn.adapter.Adapter;
import dev.chiron.nn.local.LocalLanguageModel;

/** What of a model is trained on a task. */
sealed interface TunedPart {
  /** A copy of all weights. */
  record AllWeights() implements TunedPart {}

  /**
   * An adapter beside the frozen model.
   *
   * @param name of its random stream
   */
  record Beside(String name, Recipe recipe) implements TunedPart {}

  /** Makes a fresh adapter. */
  @FunctionalInterface
  interface Recipe {
    Adapter create(Task task, LocalLanguageModel base, Seeds seeds);
  }
}
