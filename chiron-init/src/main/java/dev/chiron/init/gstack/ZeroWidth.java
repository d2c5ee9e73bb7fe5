package dev.chiron.init.gstack;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * G_zero in width: {@code E' = [E, 0]} and {@code W' = [[W, A], [0, C]]} with A and C random, so
 * that new units are 0 at first. The mean of RMSNorm runs over D units then, of which D - d are 0,
 * so the gains of the old ones are multiplied by √(d / D). The function stays.
 *
 * @param width D, of the residual stream
 */
public record ZeroWidth(int width) implements WidthOperator {
  @Override
  public String name() {
    return "zero-width";
  }

  @Override
  public Parameters grow(Network base, Weights weights, Seeds seeds) {
    Decoder target = target(base);
    Parameters grown = target.initialize(seeds.child("units"));
    double correction =
        Math.sqrt((double) ((Decoder) base).config().width() / target.config().width());
    String table = target.shapes().firstEntry().getKey();
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      Axis.of(target)
          .forEach(
              (name, axes) -> {
                Tensor tensor = grown.get(name);
                Tensor old = weights.get(name);
                if (name.equals(table)) {
                  tensor.zero_();
                } else if (tensor.dim() == 2) {
                  WidthBlocks.silenceNewRows(tensor, old);
                }
                WidthBlocks.embed(weights, name, tensor);
                if (WidthBlocks.isGain(name, axes)) {
                  tensor.narrow(0, 0, old.size(0)).mul_(new Scalar(correction));
                }
              });
    }
    return grown;
  }
}
