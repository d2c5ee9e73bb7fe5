package dev.chiron.init.gstack;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.init.layers.WeightInitializer;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.Arrays;

/** Turns the weights of a network into those of a larger one. */
public interface GrowthOperator {
  /** What {@code --operator} calls it. */
  String name();

  /**
   * The larger network.
   *
   * @throws dev.chiron.core.error.InputException if this operator does not grow such a network;
   *     says why
   */
  Network target(Network base);

  /**
   * Whether the grown network gives the same outputs as its base, if what it masks is masked: true
   * only where that is exact, up to rounding.
   */
  boolean preservesFunction(Network base);

  /**
   * The grown weights.
   *
   * @param weights of the base, which stay as they are
   * @param seeds of what is drawn; the same give the same weights
   * @return of {@link #target}, with storage of their own, untrained; the caller closes them
   */
  Parameters grow(Network base, Weights weights, Seeds seeds);

  /** What is masked while the grown network is trained first. */
  default GrowthMask mask(Network base) {
    return GrowthMask.NONE;
  }

  /** As the source of starting weights for the one network that this base grows into. */
  default WeightInitializer from(Network base, Weights weights) {
    return (target, seeds) -> {
      Network grown = target(base);
      boolean same =
          grown.shapes().keySet().equals(target.shapes().keySet())
              && grown.shapes().entrySet().stream()
                  .allMatch(
                      entry ->
                          Arrays.equals(entry.getValue(), target.shapes().get(entry.getKey())));
      if (!same) {
        throw new InputException(
            name() + ": the base grows into another network than the one that needs weights");
      }
      return grow(base, weights, seeds);
    };
  }
}
