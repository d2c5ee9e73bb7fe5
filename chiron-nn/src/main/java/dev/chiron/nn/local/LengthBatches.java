package dev.chiron.nn.local;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Puts rows of like length together, so that little of a batch is padding. */
final class LengthBatches {
  private LengthBatches() {}

  /**
   * Splits the rows 0 … count - 1 into batches, longest first.
   *
   * @param length of a row
   * @param maxRows of a batch
   * @param maxTokens of a batch, padding included; a longer row is a batch alone
   */
  static List<List<Integer>> of(int count, IntUnaryOperator length, int maxRows, int maxTokens) {
    List<Integer> order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingInt((Integer row) -> -length.applyAsInt(row)))
            .toList();
    List<List<Integer>> batches = new ArrayList<>();
    int start = 0;
    while (start < count) {
      int longest = Math.max(1, length.applyAsInt(order.get(start)));
      int rows = Math.clamp(maxTokens / longest, 1, maxRows);
      int end = Math.min(count, start + rows);
      batches.add(order.subList(start, end));
      start = end;
    }
    return batches;
  }
}
