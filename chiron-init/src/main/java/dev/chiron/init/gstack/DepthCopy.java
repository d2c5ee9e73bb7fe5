package dev.chiron.init.gstack;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.init.layers.LayerMap;
import dev.chiron.init.layers.Resizing;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;

/**
 * G_direct in depth: every layer of the larger network is a copy of one of the base's. With {@link
 * LayerMap#stack} it is G_stack, the operator that the paper finds best: {@code M' = M ∘ M ∘ … ∘
 * M}. Embedding, final norm and head are copied once. The function changes.
 *
 * @param map which layer starts as which
 */
public record DepthCopy(String name, LayerMap map) implements GrowthOperator {
  /** G_stack: the whole network several times over. */
  public static DepthCopy stack(Network base, int factor) {
    return new DepthCopy("stack", LayerMap.stack(Resizing.layers(base), atLeastTwo(factor)));
  }

  /** Every layer several times in a row. */
  public static DepthCopy interpolate(Network base, int factor) {
    return new DepthCopy(
        "interpolate", LayerMap.interpolate(Resizing.layers(base), atLeastTwo(factor)));
  }

  /** By a list, such as a partial stack. */
  public static DepthCopy partial(LayerMap map) {
    return new DepthCopy("partial", map);
  }

  static int atLeastTwo(int factor) {
    if (factor < 2) {
      throw new InputException("growth factor " + factor + ": must be 2 or more");
    }
    return factor;
  }

  /**
   * The factor that leads from a base to a depth.
   *
   * @throws InputException if the depth is no multiple; names the nearest that are
   */
  public static int factor(int base, int layers) {
    int below = layers / base;
    if (layers % base != 0 || below < 2) {
      throw new InputException(
          "%d layers are no multiple of the base's %d: give %d or %d layers, or a list of layers"
              .formatted(layers, base, base * Math.max(2, below), base * Math.max(3, below + 1)));
    }
    return below;
  }

  @Override
  public Network target(Network base) {
    return Resizing.withLayers(base, map.size());
  }

  @Override
  public boolean preservesFunction(Network base) {
    return false;
  }

  @Override
  public Parameters grow(Network base, Weights weights, Seeds seeds) {
    try (Scope _ = Scope.open()) {
      return Parameters.copyOf(map.view(weights, target(base)));
    }
  }
}
