package dev.chiron.init.gstack;

import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.weights.Weights;

/**
 * What holds new parts of a grown network back while it is trained first. It counts the steps by
 * being told of each before it is done, so that a resumed training, which is told of all, sees the
 * same masks.
 */
public interface GrowthMask {
  /** Nothing is masked. */
  GrowthMask NONE =
      new GrowthMask() {
        @Override
        public void advance() {}

        @Override
        public Interventions interventions(Network grown) {
          return Interventions.NONE;
        }
      };

  /** One more step is about to be done. */
  void advance();

  /** What acts inside the pass of the grown network; it follows the mask as it rises. */
  Interventions interventions(Network grown);

  /** The weights as the masked pass must see them; the view follows the mask as it rises. */
  default Weights weights(Network grown, Weights weights) {
    return weights;
  }
}
