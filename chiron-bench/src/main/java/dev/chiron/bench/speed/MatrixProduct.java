package dev.chiron.bench.speed;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The product of two float32 matrices of 2048 × 2048, which stands for what the machine can do. A
 * token is a row.
 */
public final class MatrixProduct implements Contestant {
  /** What it is called in results. */
  public static final String NAME = "libtorch, one float32 product of 2048 x 2048 matrices";

  private static final int SIZE = 2048;

  private final Tensor matrix;

  /** On a device, {@code cpu} or {@code cuda}. */
  public MatrixProduct(String device) {
    try (Scope _ = Scope.open()) {
      Tensor random = torch.randn(new long[] {SIZE, SIZE});
      matrix = Scope.own(Tensors.to(random, Torch.device(device)));
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long tokensPerStep() {
    return SIZE;
  }

  /** Operations of a step. */
  public static double flops() {
    return 2.0 * SIZE * SIZE * SIZE;
  }

  @Override
  public Turn turn(int steps) {
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      Turn.Moment start = Turn.Moment.now();
      for (int i = 0; i < steps; i++) {
        try (Scope _ = Scope.open()) {
          // Reading one number waits for a GPU.
          Tensors.item(matrix.matmul(matrix).select(0, 0).select(0, 0));
        }
      }
      return start.until(Turn.Moment.now());
    }
  }

  @Override
  public void close() {
    matrix.close();
  }
}
