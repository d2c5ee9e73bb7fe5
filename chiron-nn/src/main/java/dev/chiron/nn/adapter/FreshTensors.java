package dev.chiron.nn.adapter;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.tensor.Tensors;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/** The values that trained tensors begin with; each name has a random stream of its own. */
record FreshTensors(Seeds seeds) {
  /** Uniform in ±1/sqrt(columns), as PyTorch begins a linear map. */
  Tensor uniform(String name, long rows, long columns) {
    double bound = 1 / Math.sqrt((double) columns);
    return drawn(name, random -> random.nextDouble(-bound, bound), rows, columns);
  }

  Tensor normal(String name, double deviation, long... shape) {
    return drawn(name, random -> deviation * random.nextGaussian(), shape);
  }

  private Tensor drawn(String name, ToDoubleFunction<RandomGenerator> draw, long... shape) {
    RandomGenerator random = seeds.generator(name);
    float[] values = new float[Math.toIntExact(count(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draw.applyAsDouble(random);
    }
    return Tensors.floats(values, shape);
  }

  static Tensor filled(double value, long... shape) {
    float[] values = new float[Math.toIntExact(count(shape))];
    Arrays.fill(values, (float) value);
    return Tensors.floats(values, shape);
  }

  private static long count(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
