package dev.chiron.nn.architecture;

import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Weights;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Adds the learned numbers of {@link RelativePositions} to the scores that a mask lets through. */
final class RelativeBias {
  private final RelativePositions positions;
  private final boolean bidirectional;
  private final String table;
  private final long heads;

  /**
   * A bias.
   *
   * @param table the weight that holds a number for each bucket and head
   */
  RelativeBias(RelativePositions positions, boolean bidirectional, String table, long heads) {
    this.positions = positions;
    this.bidirectional = bidirectional;
    this.table = table;
    this.heads = heads;
  }

  void addShapes(Map<String, long[]> shapes) {
    shapes.put(table, new long[] {positions.buckets(), heads});
  }

  /**
   * A mask with the bias.
   *
   * @param queries the positions of the queries: [rows][queries], for all rows of the batch or one
   *     for all
   * @param keys the positions of the keys, of as many rows
   */
  ResolvedMask add(Weights weights, ResolvedMask mask, long[][] queries, long[][] keys) {
    Tensor numbers = weights.get(table);
    Tensor index = Tensors.onDeviceOf(numbers, buckets(queries, keys));
    Tensor bias = torch.embedding(numbers, index).permute(0, 3, 1, 2); // [rows, heads, q, k]
    if (mask.causal()) {
      Tensor later =
          torch
              .ones(
                  new long[] {queries[0].length, keys[0].length},
                  Tensors.options(torch.ScalarType.Bool))
              .triu(1);
      return ResolvedMask.explicit(hide(bias, Tensors.onDeviceOf(bias, later)));
    }
    return ResolvedMask.explicit(
        mask.tensor().map(allowed -> hide(bias, allowed.logical_not())).orElse(bias));
  }

  private static Tensor hide(Tensor bias, Tensor hidden) {
    return bias.masked_fill(hidden, new Scalar(Double.NEGATIVE_INFINITY));
  }

  /** int64 [rows, queries, keys]. */
  private Tensor buckets(long[][] queries, long[][] keys) {
    int rows = queries.length;
    int wide = queries[0].length;
    int deep = keys[0].length;
    long[] buckets = new long[rows * wide * deep];
    int next = 0;
    for (int r = 0; r < rows; r++) {
      for (int q = 0; q < wide; q++) {
        for (int k = 0; k < deep; k++) {
          int distance = Math.toIntExact(keys[r][k] - queries[r][q]);
          buckets[next++] = positions.bucket(distance, bidirectional);
        }
      }
    }
    return Tensors.longs(buckets, rows, wide, deep);
  }
}
