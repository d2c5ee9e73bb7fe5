package dev.chiron.init.gstack;

import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.Network;

/** Widens the residual stream by units that count for nothing at first: the function stays. */
interface WidthOperator extends GrowthOperator {
  /** D, of the residual stream. */
  int width();

  @Override
  default Decoder target(Network base) {
    return WidthBlocks.target(base, width(), name());
  }

  @Override
  default boolean preservesFunction(Network base) {
    return true;
  }
}
