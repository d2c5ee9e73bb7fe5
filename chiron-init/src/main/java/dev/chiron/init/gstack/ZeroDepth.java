package dev.chiron.init.gstack;

import dev.chiron.core.random.Seeds;
import dev.chiron.init.layers.LayerMap;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;

/**
 * G_zero in depth: layers that repeat a source add nothing at first, because their projections back
 * to the residual stream are zero. The function stays.
 *
 * @param map which layer starts as which; the first layer of a source is kept whole
 */
public record ZeroDepth(LayerMap map) implements DepthOperator {
  @Override
  public String name() {
    return "zero-depth";
  }

  @Override
  public Parameters grow(Network base, Weights weights, Seeds seeds) {
    Network target = target(base);
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      Parameters grown = Parameters.copyOf(map.view(weights, target));
      Residual.written(target, map.repeats()).forEach(name -> grown.get(name).zero_());
      return grown;
    }
  }
}
