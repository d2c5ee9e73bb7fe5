package dev.chiron.nn.architecture;

import dev.chiron.nn.weights.Weights;
import java.util.Map;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Normalisation over the last dimension: {@code y = w · x / sqrt(mean(x²) + ε)} for {@link
 * NormShape.Kind#RMS}, {@code y = w · (x - mean(x)) / sqrt(var(x) + ε) + b} for {@link
 * NormShape.Kind#LAYER}.
 */
record Norm(NormShape shape, String weight, String bias, long width) {
  /**
   * A norm of a module in the Hugging Face layout.
   *
   * @param module its name without {@code .weight} and {@code .bias}
   */
  Norm(NormShape shape, String module, long width) {
    this(shape, module + ".weight", module + ".bias", width);
  }

  void addShapes(Map<String, long[]> shapes) {
    shapes.put(weight, new long[] {width});
    if (shape.kind() == NormShape.Kind.LAYER) {
      shapes.put(bias, new long[] {width});
    }
  }

  Tensor apply(Weights weights, Tensor input) {
    long[] last = {width};
    TensorOptional scale = new TensorOptional(weights.get(weight));
    return switch (shape.kind()) {
      case RMS -> torch.rms_norm(input, last, scale, new DoubleOptional(shape.epsilon()));
      case LAYER ->
          torch.layer_norm(
              input, last, scale, new TensorOptional(weights.get(bias)), shape.epsilon(), true);
    };
  }
}
