package dev.chiron.nn.training;

import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;

/** Moves trained tensors against their gradients. Owns its state; the caller closes it. */
public sealed interface Optimizer extends AutoCloseable permits AdamW, Muon, Sgd {

  /** What to make an optimiser of. */
  sealed interface Settings permits AdamW.Settings, Muon.Settings, Sgd.Settings {
    /** An optimiser of the tensors that are trained now. */
    Optimizer of(Parameters parameters);
  }

  /** One step by the gradients that the tensors have now; a tensor without one stays. */
  void step(double learningRate);

  /** Everything that the next step depends on beside tensors and gradients. */
  Weights state();

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException if a name is missing or a shape differs
   */
  void load(Weights state);

  @Override
  void close();
}
