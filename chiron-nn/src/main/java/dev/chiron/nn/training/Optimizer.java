package dev.chiron.nn.training;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.List;

/** Moves trained tensors against their gradients. Owns its state; the caller closes it. */
public sealed interface Optimizer extends AutoCloseable permits Adafactor, AdamW, Muon, Sgd {

  /** What to make an optimiser of. */
  sealed interface Settings
      permits Adafactor.Settings, AdamW.Settings, GroupedSettings, Muon.Settings, Sgd.Settings {
    /** Of matrices, per step, times the learning rate. */
    double weightDecay();

    /** An optimiser of some groups, whose weight decay is used instead of the settings'. */
    Optimizer of(List<ParameterGroup> groups);

    /** An optimiser of the tensors that are trained now. */
    default Optimizer of(Parameters parameters) {
      return of(ParameterGroup.decayingMatrices(parameters, weightDecay()));
    }
  }

  /** One step by the gradients that the tensors have now; a tensor without one stays. */
  void step(double learningRate);

  /**
   * Forgets what it has gathered of one tensor, as if that began now.
   *
   * @throws InputException if this optimiser cannot do so for one tensor alone
   */
  default void forget(String name) {
    throw new InputException(
        "%s cannot forget the state of '%s' alone: train with AdamW or Muon"
            .formatted(getClass().getSimpleName(), name));
  }

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
