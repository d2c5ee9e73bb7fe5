package dev.chiron.nn.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows with a beginning in common, such as an instruction with its demonstrations, which need go
 * through a model once for all of them.
 *
 * @param rows their indices
 * @param shared tokens that all of them begin with, each row keeping at least one of its own; 0 for
 *     a row alone
 */
public record PrefixFamily(List<Integer> rows, int shared) {
  /** Fewer tokens than this are not worth a pass of their own. */
  private static final int SHORTEST_SHARED = 16;

  /**
   * Splits rows so that few tokens go through the model: neighbours in the order of their tokens
   * are joined, those with most in common first, as long as a join saves tokens.
   *
   * @param rows token ids, at least one each
   * @return every row is in one family
   */
  public static List<PrefixFamily> of(List<int[]> rows) {
    int count = rows.size();
    List<Integer> order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparing(rows::get, Arrays::compare))
            .toList();
    int[] common = new int[count]; // of the rows at i and i + 1
    for (int i = 0; i + 1 < count; i++) {
      common[i] = common(rows.get(order.get(i)), rows.get(order.get(i + 1)));
    }
    Runs runs = new Runs(count);
    IntStream.range(0, Math.max(0, count - 1))
        .boxed()
        .filter(i -> common[i] >= SHORTEST_SHARED)
        .sorted(Comparator.comparingInt((Integer i) -> -common[i]))
        .forEach(i -> runs.join(i, common[i]));
    List<PrefixFamily> families = new ArrayList<>();
    for (int start = 0; start < count; start = runs.end[start] + 1) {
      families.add(new PrefixFamily(order.subList(start, runs.end[start] + 1), runs.shared[start]));
    }
    return families;
  }

  /** Tokens that both begin with; each keeps one of its own. */
  private static int common(int[] a, int[] b) {
    int shortest = Math.min(a.length, b.length) - 1;
    int mismatch = Arrays.mismatch(a, b);
    return mismatch < 0 ? shortest : Math.min(shortest, mismatch);
  }

  /** Neighbours that belong together, as runs of a line. */
  private static final class Runs {
    /** Where the run that begins here ends. */
    private final int[] end;

    /** Where the run that ends here begins. */
    private final int[] start;

    /** What the run that begins here shares. */
    private final int[] shared;

    Runs(int count) {
      end = IntStream.range(0, count).toArray();
      start = end.clone();
      shared = new int[count];
    }

    /**
     * Joins the runs to both sides of a boundary if that saves tokens: n rows that share s tokens
     * save (n - 1) · s of them.
     */
    void join(int boundary, int common) {
      int left = start[boundary];
      int right = boundary + 1;
      long before = saved(left) + saved(right);
      long after = (long) (end[right] - left) * common;
      if (after > before) {
        int last = end[right];
        end[left] = last;
        start[last] = left;
        shared[left] = common;
      }
    }

    private long saved(int run) {
      return (long) (end[run] - run) * shared[run];
    }
  }
}
