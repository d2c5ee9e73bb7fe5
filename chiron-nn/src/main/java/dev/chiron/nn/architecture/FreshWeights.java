package dev.chiron.nn.architecture;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights before any training: biases 0, norms 1, all else from a normal distribution. Each weight
 * has its own random stream.
 */
final class FreshWeights {
  /** ln(1 / 0.07), the temperature that CLIP starts from (Radford et al., 2021, section 2.5). */
  static final double LOGIT_SCALE = 2.6592;

  private FreshWeights() {}

  /**
   * Fresh weights on the CPU, float32.
   *
   * @param deviation of the normal distribution of a weight, by its name and shape
   */
  static Parameters of(
      Map<String, long[]> shapes, Seeds seeds, ToDoubleBiFunction<String, long[]> deviation) {
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      shapes.forEach(
          (name, shape) -> {
            long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
            float[] values = new float[Math.toIntExact(count)];
            fill(name, shape, values, seeds, deviation);
            tensors.put(name, Tensors.floats(values, count).reshape(shape));
          });
      return Parameters.owning(tensors);
    }
  }

  private static void fill(
      String name,
      long[] shape,
      float[] values,
      Seeds seeds,
      ToDoubleBiFunction<String, long[]> deviation) {
    if (shape.length == 0) {
      values[0] = (float) LOGIT_SCALE; // the only weight without a dimension
    } else if (name.endsWith("bias")) {
      Arrays.fill(values, 0);
    } else if (shape.length == 1 && name.endsWith(".weight")) {
      Arrays.fill(values, 1);
    } else {
      double scale = deviation.applyAsDouble(name, shape);
      RandomGenerator random = seeds.generator(name);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (scale * random.nextGaussian());
      }
    }
  }
}
