package dev.chiron.nn.architecture;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Rotary positions (Su et al., 2021, arXiv:2104.09864), in the half-split layout of Hugging Face:
 * dimension i and i + size/2 of a head are turned by the angle position · base^(-2i/size).
 *
 * <p>With s = (-sin, sin) and r the head with its halves exchanged, the turned head is x · cos + r
 * · s, which costs three operations.
 */
final class RotaryTable {
  /** Cosines and signed sines for positions 0, 1, …: each [positions, size]. */
  private record Table(Tensor cosines, Tensor sines, int positions) {}

  /**
   * The rotation of the positions of one pass, ready to multiply with [batch, time, heads, size].
   * Of heads that are longer than the table's size, only the first dimensions are turned (Black et
   * al., 2022, arXiv:2204.06745).
   */
  record Rotation(Tensor cosines, Tensor sines, int half) {
    Tensor turn(Tensor heads) {
      long turned = 2L * half;
      long rest = heads.size(3) - turned;
      if (rest == 0) {
        return turnWhole(heads);
      }
      Tensor first = turnWhole(heads.narrow(3, 0, turned));
      return Tensors.concatenate(List.of(first, heads.narrow(3, turned, rest)), 3);
    }

    private Tensor turnWhole(Tensor heads) {
      Tensor exchanged = torch.roll(heads, new long[] {half}, -1);
      return torch.addcmul(heads.mul(cosines), exchanged, sines);
    }
  }

  private final int size;
  private final double base;
  private final RotaryScaling scaling;
  private final int context;
  private volatile Table table;

  /**
   * A table.
   *
   * @param size the dimensions of a head that are turned
   */
  RotaryTable(int size, double base, RotaryScaling scaling, int context) {
    this.size = size;
    this.base = base;
    this.scaling = scaling;
    this.context = context;
    this.table = compute(Math.min(context, 256));
  }

  /** The rotation of consecutive positions. */
  Rotation consecutive(long first, long count, Tensor like) {
    Table rows = upTo(first + count);
    return rotation(
        rows.cosines().narrow(0, first, count), rows.sines().narrow(0, first, count), like, 1);
  }

  /**
   * The rotation of given positions.
   *
   * @param positions int64 [batch, time]
   */
  Rotation at(Tensor positions, Tensor like) {
    Tensor indices = positions.cpu();
    Table rows = upTo((long) Tensors.item(indices.max()) + 1);
    return rotation(
        torch.embedding(rows.cosines(), indices), torch.embedding(rows.sines(), indices), like, 2);
  }

  private Rotation rotation(Tensor cosines, Tensor sines, Tensor like, int headDimension) {
    return new Rotation(
        cosines.to(like.device(), like.scalar_type()).unsqueeze(headDimension),
        sines.to(like.device(), like.scalar_type()).unsqueeze(headDimension),
        size / 2);
  }

  private Table upTo(long positions) {
    Table current = table;
    if (positions > current.positions()) {
      synchronized (this) {
        current = table;
        if (positions > current.positions()) {
          // The old table is left to the garbage collector: a pass on another thread may read it.
          current = compute(Math.toIntExact(Math.max(Math.max(positions, context), 1)));
          table = current;
        }
      }
    }
    return current;
  }

  private Table compute(int positions) {
    int half = size / 2;
    float[] cosines = new float[positions * size];
    float[] sines = new float[positions * size];
    for (int i = 0; i < half; i++) {
      double frequency = scaling.apply(Math.pow(base, -2.0 * i / size));
      for (int position = 0; position < positions; position++) {
        double angle = position * frequency;
        int row = position * size;
        cosines[row + i] = cosines[row + half + i] = (float) Math.cos(angle);
        sines[row + half + i] = (float) Math.sin(angle);
        sines[row + i] = -sines[row + half + i];
      }
    }
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      return new Table(
          Scope.own(Tensors.floats(cosines, positions, size)),
          Scope.own(Tensors.floats(sines, positions, size)),
          positions);
    }
  }
}
