package dev.chiron.nn.generation;

import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.weights.Weights;

/** Everything that a forward pass is made of but its input; it owns nothing. */
public record ModelView(Architecture architecture, Weights weights, Interventions interventions) {
  /** Without interventions. */
  public ModelView(Architecture architecture, Weights weights) {
    this(architecture, weights, Interventions.NONE);
  }

  int vocabularySize() {
    return architecture.config().vocabularySize();
  }
}
