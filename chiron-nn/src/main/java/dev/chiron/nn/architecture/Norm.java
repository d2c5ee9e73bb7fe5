package dev.chiron.nn.architecture;

import dev.chiron.nn.weights.Weights;
import java.util.Map;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * RMSNorm (Zhang and Sennrich, 2019, arXiv:1910.07467): {@code y = w · x / sqrt(mean(x²) + ε)} over
 * the last dimension.
 */
record Norm(String weight, long width, double epsilon) {
  void addShapes(Map<String, long[]> shapes) {
    shapes.put(weight, new long[] {width});
  }

  Tensor apply(Weights weights, Tensor input) {
    return torch.rms_norm(
        input,
        new long[] {width},
        new TensorOptional(weights.get(weight)),
        new DoubleOptional(epsilon));
  }
}
