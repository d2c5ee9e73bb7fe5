package dev.chiron.nn.generation;

import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.AttentionMask;
import dev.chiron.nn.architecture.KeyValueCache;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Rows of different lengths as one batch that ends at one column, so that all go on together. What
 * rows of a family begin with, such as an instruction with its demonstrations, goes through the
 * model once: columns of what is shared come first, then those of the rows' own tokens, and the
 * padding lies between.
 */
final class LeftPadded {
  private final List<int[]> rows;

  /** How much of each row is in the first columns, and in which row of their pass. */
  private final int[] shared;

  private final int[] owner;

  /** Rows that stand for their families in the pass of what is shared. */
  private final List<Integer> owners;

  private final int first;
  private final int own;
  private final boolean full;

  /**
   * A batch.
   *
   * @param share whether what rows begin with may go through the model once
   */
  LeftPadded(List<int[]> rows, boolean share) {
    if (rows.stream().anyMatch(row -> row.length == 0)) {
      throw new IllegalArgumentException("a prompt needs at least one token");
    }
    this.rows = rows;
    shared = new int[rows.size()];
    owner = new int[rows.size()];
    owners = new ArrayList<>();
    int longest = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    own = share ? own(PrefixFamily.of(rows), longest) : longest;
    first = Arrays.stream(shared).max().orElse(0);
    full = IntStream.range(0, shared.length).allMatch(this::isFull);
  }

  /**
   * Gives every row its part of what is shared, if that makes the two passes smaller than the one.
   * Rows alone are cut where the others are.
   *
   * @return columns of the rows' own tokens
   */
  private int own(List<PrefixFamily> families, int longest) {
    int rest =
        families.stream()
            .filter(family -> family.shared() > 0)
            .flatMap(family -> family.rows().stream().map(r -> length(r) - family.shared()))
            .max(Comparator.naturalOrder())
            .orElse(longest);
    long most = 0;
    for (PrefixFamily family : families) {
      int begun = begun(family, rest);
      most = Math.max(most, begun);
    }
    if (families.size() * most + (long) rows.size() * rest >= (long) rows.size() * longest) {
      return longest;
    }
    for (PrefixFamily family : families) {
      for (int r : family.rows()) {
        shared[r] = begun(family, rest);
        owner[r] = owners.size();
      }
      owners.add(family.rows().getFirst());
    }
    return rest;
  }

  private int begun(PrefixFamily family, int rest) {
    return family.shared() > 0
        ? family.shared()
        : Math.max(0, length(family.rows().getFirst()) - rest);
  }

  private int length(int row) {
    return rows.get(row).length;
  }

  private boolean isFull(int row) {
    return shared[row] == first && length(row) == first + own;
  }

  /** Columns: at least the length of the longest row. */
  int width() {
    return first + own;
  }

  /** Whether there is no padding: then nothing needs a mask. */
  boolean isFull() {
    return full;
  }

  /**
   * A cache with what is shared, and with room for the rest of the rows and {@code more} tokens.
   */
  KeyValueCache cache(
      Architecture architecture, Weights weights, Interventions interventions, long more) {
    if (first == 0) {
      return architecture.cache(weights, rows.size(), own + more);
    }
    int[][] beginnings = new int[owners.size()][];
    for (int i = 0; i < beginnings.length; i++) {
      int row = owners.get(i);
      // Padded on the right: a causal pass does not see it, and valid() hides it later.
      beginnings[i] = Arrays.copyOf(Arrays.copyOf(rows.get(row), shared[row]), first);
    }
    try (Scope _ = Scope.open();
        KeyValueCache once = architecture.cache(weights, beginnings.length, first)) {
      architecture.forwardLast(weights, TokenInput.of(beginnings).withCache(once), interventions);
      return once.select(owner, own + more);
    }
  }

  /** All rows at once, without what is in {@link #cache} already. */
  TokenInput input() {
    long[] ids = new long[rows.size() * own];
    long[] positions = new long[ids.length];
    for (int r = 0; r < rows.size(); r++) {
      int[] row = rows.get(r);
      int end = (r + 1) * own;
      for (int i = shared[r]; i < row.length; i++) {
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
    int columns = width() + more;
    boolean[] valid = new boolean[rows.size() * columns];
    for (int r = 0; r < rows.size(); r++) {
      int start = r * columns;
      Arrays.fill(valid, start, start + shared[r], true);
      Arrays.fill(valid, start + width() - length(r) + shared[r], start + columns, true);
    }
    return Tensors.booleans(valid, rows.size(), columns);
  }
}
