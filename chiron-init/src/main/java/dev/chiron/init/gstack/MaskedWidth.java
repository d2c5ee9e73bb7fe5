package dev.chiron.init.gstack;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;

/**
 * G_random in width: {@code W' = [[W, A], [B, C]]} with all new parts random, and a mask on the
 * activations that is 1 on old units and c on new ones, which rises from 0 to 1 while the grown
 * network is trained. The gains of RMSNorm are corrected by the share of units that count, √((d + c
 * (D - d)) / D). At c = 0 the function stays.
 *
 * @param width D, of the residual stream
 * @param schedule how c rises
 */
public record MaskedWidth(int width, MaskSchedule schedule) implements WidthOperator {
  @Override
  public String name() {
    return "random-width";
  }

  @Override
  public Parameters grow(Network base, Weights weights, Seeds seeds) {
    Decoder target = target(base);
    Parameters grown = target.initialize(seeds.child("units"));
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      target.shapes().keySet().forEach(name -> WidthBlocks.embed(weights, name, grown.get(name)));
    }
    return grown;
  }

  @Override
  public GrowthMask mask(Network base) {
    return new WidthMask((Decoder) base, schedule);
  }
}
