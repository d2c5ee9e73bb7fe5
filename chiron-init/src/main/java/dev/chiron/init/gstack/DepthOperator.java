package dev.chiron.init.gstack;

import dev.chiron.init.layers.LayerMap;
import dev.chiron.init.layers.Resizing;
import dev.chiron.nn.architecture.Network;

/** Adds layers that start as an identity, so that the function stays. */
interface DepthOperator extends GrowthOperator {
  /** Which layer starts as which; the first layer of a source is kept whole. */
  LayerMap map();

  @Override
  default Network target(Network base) {
    Residual.checkIdentity(base, name());
    return Resizing.withLayers(base, map().size());
  }

  @Override
  default boolean preservesFunction(Network base) {
    return LayerOrder.keepsAll(map(), base);
  }
}
