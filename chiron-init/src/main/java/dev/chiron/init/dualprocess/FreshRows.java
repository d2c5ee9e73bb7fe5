package dev.chiron.init.dualprocess;

import dev.chiron.nn.tensor.Tensors;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/** Embeddings of tokens that nothing is known of. */
final class FreshRows {
  private FreshRows() {}

  /** N(0, σ²): float32 [rows, width], in the caller's scope. */
  static Tensor drawn(int rows, int width, double deviation, RandomGenerator random) {
    float[] values = new float[Math.multiplyExact(rows, width)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return Tensors.floats(values, rows, width);
  }
}
