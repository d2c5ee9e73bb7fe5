package dev.chiron.core.predictor;

import java.nio.file.Path;
import java.util.List;

/**
 * Anything that answers a task's inputs: a prompted model, a tuned one, experts with a router. All
 * of them are evaluated, compared, saved, loaded and served the same way.
 */
public interface Predictor extends AutoCloseable {
  /** Answers every input, in order. */
  List<Prediction> predict(List<String> inputs);

  default Prediction predict(String input) {
    return predict(List.of(input)).getFirst();
  }

  /**
   * Writes a directory that {@link Predictors#load} opens again: {@code predictor.json} names the
   * kind, everything else is the kind's own. The directory appears whole or not at all.
   */
  void save(Path directory);

  @Override
  default void close() {}
}
