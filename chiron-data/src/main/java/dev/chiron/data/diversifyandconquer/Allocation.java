package dev.chiron.data.diversifyandconquer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How a budget is cut among clusters; no cluster gets more than it has, and nothing is lost. */
public enum Allocation {
  /**
   * By size, with the largest remainders: the paper's text. Drawn evenly in each cluster this is
   * stratified sampling.
   */
  PROPORTIONAL {
    @Override
    public int[] of(int[] sizes, int budget) {
      long all = Arrays.stream(sizes).asLongStream().sum();
      int[] parts = new int[sizes.length];
      double[] rest = new double[sizes.length];
      for (int c = 0; c < sizes.length; c++) {
        double exact = (double) budget * sizes[c] / all;
        parts[c] = (int) Math.floor(exact + 1e-9);
        rest[c] = exact - parts[c];
      }
      int missing = budget - Arrays.stream(parts).sum();
      IntStream.range(0, sizes.length)
          .boxed()
          .sorted(Comparator.comparingDouble((Integer c) -> -rest[c]))
          .limit(missing)
          .forEach(c -> parts[c]++);
      return parts;
    }
  },

  /**
   * The same for each, as the released code has it; what small clusters cannot give is cut among
   * the others, where the code drops it. This is what covers rare kinds.
   */
  EQUAL {
    @Override
    public int[] of(int[] sizes, int budget) {
      int[] parts = new int[sizes.length];
      int left = budget;
      while (left > 0) {
        int[] open = IntStream.range(0, sizes.length).filter(c -> parts[c] < sizes[c]).toArray();
        int each = Math.max(1, left / Math.max(1, open.length));
        for (int c : open) {
          int more = Math.min(left, Math.min(each, sizes[c] - parts[c]));
          parts[c] += more;
          left -= more;
        }
        if (open.length == 0) {
          throw new IllegalArgumentException("the budget is larger than all clusters together");
        }
      }
      return parts;
    }
  };

  /**
   * The part of each cluster; the parts sum to the budget.
   *
   * @param sizes of the clusters
   * @param budget at most the sum of the sizes
   */
  public abstract int[] of(int[] sizes, int budget);
}
