package dev.chiron.nn.generation;

import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.AttentionMask;
import dev.chiron.nn.architecture.KeyValueCache;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Weights;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Rows of different lengths as one batch that ends at one column, so that all go on together. What
 * all rows begin with, such as an instruction with fixed demonstrations, goes through the model
 * once: the padding lies between it and what is a row's own.
 */
final class LeftPadded {
  /** Fewer tokens than this are not worth a pass of their own. */
  private static final int SHORTEST_SHARED = 16;

  private final List<int[]> rows;
  private final int shared;
  private final int width;
  private final boolean full;

  /**
   * A batch.
   *
   * @param share whether what all rows begin with may go through the model once
   */
  LeftPadded(List<int[]> rows, boolean share) {
    if (rows.stream().anyMatch(row -> row.length == 0)) {
      throw new IllegalArgumentException("a prompt needs at least one token");
    }
    this.rows = rows;
    this.shared = share ? shared(rows) : 0;
    this.width = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    this.full = rows.stream().allMatch(row -> row.length == width);
  }

  /** Tokens that all rows begin with; each keeps at least one of its own. */
  private static int shared(List<int[]> rows) {
    if (rows.size() < 2) {
      return 0;
    }
    int[] first = rows.getFirst();
    int common = first.length;
    for (int[] row : rows) {
      int mismatch = Arrays.mismatch(first, row);
      common = Math.min(common, Math.min(row.length - 1, mismatch < 0 ? common : mismatch));
    }
    return common < SHORTEST_SHARED ? 0 : common;
  }

  /** The length of the longest row. */
  int width() {
    return width;
  }

  /** Whether all rows have one length: then nothing needs a mask. */
  boolean isFull() {
    return full;
  }

  /**
   * A cache with what all rows share, and with room for the rest of the rows and {@code more}
   * tokens.
   */
  KeyValueCache cache(
      Architecture architecture, Weights weights, Interventions interventions, long more) {
    if (shared == 0) {
      return architecture.cache(weights, rows.size(), width + more);
    }
    try (Scope _ = Scope.open();
        KeyValueCache once = architecture.cache(weights, 1, shared)) {
      int[][] prefix = {Arrays.copyOf(rows.getFirst(), shared)};
      architecture.forwardLast(weights, TokenInput.of(prefix).withCache(once), interventions);
      return once.select(new int[rows.size()], width - shared + more);
    }
  }

  /** All rows at once, without what is in {@link #cache} already. */
  TokenInput input() {
    int own = width - shared;
    long[] ids = new long[rows.size() * own];
    long[] positions = new long[ids.length];
    for (int r = 0; r < rows.size(); r++) {
      int[] row = rows.get(r);
      int end = (r + 1) * own;
      for (int i = shared; i < row.length; i++) {
        ids[end - row.length + i] = row[i];
        positions[end - row.length + i] = i;
      }
    }
    TokenInput input = TokenInput.of(Tensors.longs(ids, rows.size(), own));
    return full
        ? input
        : input
            .withMask(new AttentionMask.Padded(valid(0)))
            .withPositions(Tensors.longs(positions, rows.size(), own));
  }

  /** Which keys are real, with room for {@code more} real ones: boolean [rows, width + more]. */
  Tensor valid(int more) {
    int columns = width + more;
    boolean[] valid = new boolean[rows.size() * columns];
    for (int r = 0; r < rows.size(); r++) {
      int start = r * columns;
      Arrays.fill(valid, start, start + shared, true);
      Arrays.fill(valid, start + shared + width - rows.get(r).length, start + columns, true);
    }
    return Tensors.booleans(valid, rows.size(), columns);
  }
}
