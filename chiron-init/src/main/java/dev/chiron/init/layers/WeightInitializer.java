package dev.chiron.init.layers;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.weights.Parameters;

/** Gives a network its starting weights: grown, expanded, predicted or random. */
@FunctionalInterface
public interface WeightInitializer {
  /** Random weights, as the network itself draws them. */
  WeightInitializer RANDOM = Network::initialize;

  /**
   * Starting weights.
   *
   * @param target the network that is to have them
   * @param seeds of everything random in them
   * @return on the CPU, untrained; the caller closes them
   * @throws dev.chiron.core.error.InputException if there are none for such a network; says why
   */
  Parameters initialize(Network target, Seeds seeds);
}
