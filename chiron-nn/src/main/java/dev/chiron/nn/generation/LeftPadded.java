package dev.chiron.nn.generation;

import dev.chiron.nn.architecture.AttentionMask;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Rows of different lengths as one batch that ends at one column, so that all go on together. */
final class LeftPadded {
  private final List<int[]> rows;
  private final int width;
  private final boolean full;

  LeftPadded(List<int[]> rows) {
    this.rows = rows;
    this.width = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    this.full = rows.stream().allMatch(row -> row.length == width);
    if (rows.stream().anyMatch(row -> row.length == 0)) {
      throw new IllegalArgumentException("a prompt needs at least one token");
    }
  }

  /** The length of the longest row. */
  int width() {
    return width;
  }

  /** Whether all rows have one length: then nothing needs a mask. */
  boolean isFull() {
    return full;
  }

  /** All rows at once. */
  TokenInput input() {
    long[] ids = new long[rows.size() * width];
    long[] positions = new long[ids.length];
    for (int r = 0; r < rows.size(); r++) {
      int[] row = rows.get(r);
      int start = r * width + width - row.length;
      for (int i = 0; i < row.length; i++) {
        ids[start + i] = row[i];
        positions[start + i] = i;
      }
    }
    TokenInput input = TokenInput.of(Tensors.longs(ids, rows.size(), width));
    return full
        ? input
        : input
            .withMask(new AttentionMask.Padded(valid(0)))
            .withPositions(Tensors.longs(positions, rows.size(), width));
  }

  /** Which keys are real, with room for {@code more} real ones: boolean [rows, width + more]. */
  Tensor valid(int more) {
    int columns = width + more;
    boolean[] valid = new boolean[rows.size() * columns];
    for (int r = 0; r < rows.size(); r++) {
      int start = r * columns + width - rows.get(r).length;
      Arrays.fill(valid, start, (r + 1) * columns, true);
    }
    return Tensors.booleans(valid, rows.size(), columns);
  }
}
