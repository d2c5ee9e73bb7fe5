package dev.chiron.init.gstack;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.init.layers.LayerNames;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Noise on the matrices of the layers after growth, {@code W ← (1 - α) W + α ε}: with variance 1 /
 * (d · l²) of what writes to the residual stream, where l is the number of the layer from 1, and 2
 * / (5 d) of the rest. In the paper 0.2 helps slightly and more hurts.
 *
 * @param operator whose weights are noised
 * @param alpha from 0 to 1
 */
public record Noised(GrowthOperator operator, double alpha) implements GrowthOperator {
  public Noised {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new InputException("noise: must be from 0 to 1, not " + alpha);
    }
  }

  @Override
  public String name() {
    return operator.name() + "+noise";
  }

  @Override
  public Network target(Network base) {
    return operator.target(base);
  }

  @Override
  public boolean preservesFunction(Network base) {
    return alpha == 0 && operator.preservesFunction(base);
  }

  @Override
  public GrowthMask mask(Network base) {
    return operator.mask(base);
  }

  @Override
  public Parameters grow(Network base, Weights weights, Seeds seeds) {
    Network target = target(base);
    Parameters grown = operator.grow(base, weights, seeds);
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      for (Map.Entry<Site, String> map : target.linearSites().entrySet()) {
        int layer = LayerNames.layer(map.getValue()).orElse(-1);
        if (layer >= 0) {
          Tensor tensor = grown.get(map.getValue());
          boolean writes = Residual.writes(map.getKey());
          double width = (double) tensor.size(writes ? 0 : 1);
          double number = layer + 1.0;
          double variance = writes ? 1 / (width * number * number) : 2 / (5 * width);
          Tensor noise = noise(tensor, Math.sqrt(variance), seeds.generator(map.getValue()));
          tensor.mul_(new Scalar(1 - alpha)).add_(noise, new Scalar(alpha));
        }
      }
    }
    return grown;
  }

  private static Tensor noise(Tensor like, double deviation, RandomGenerator random) {
    float[] values = new float[Math.toIntExact(like.numel())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return Tensors.floats(values, Tensors.shape(like));
  }
}
