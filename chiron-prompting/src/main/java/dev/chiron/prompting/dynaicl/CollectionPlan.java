package dev.chiron.prompting.dynaicl;

import dev.chiron.core.budget.Budget;
import dev.chiron.core.budget.BudgetExhausted;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much is measured to train a controller.
 *
 * @param inputs that are answered with each number of demonstrations
 * @param subsets of the pool for each
 */
record CollectionPlan(int inputs, int subsets, ShotGrid grid) {
  /** Of the calls that are left, the part that may be spent on measuring. */
  private static final double PART = 0.6;

  /** From what is wished for to the least of which anything can be learned. */
  private static Stream<CollectionPlan> choices() {
    ShotGrid fine = new ShotGrid(List.of(0, 1, 2, 4, 8, 16));
    ShotGrid coarse = new ShotGrid(List.of(0, 2, 8));
    return Stream.of(
        new CollectionPlan(64, 8, fine),
        new CollectionPlan(48, 4, fine),
        new CollectionPlan(32, 4, fine),
        new CollectionPlan(32, 3, coarse),
        new CollectionPlan(16, 3, coarse),
        new CollectionPlan(12, 2, coarse));
  }

  /** One call for each input without demonstrations, and one for each subset and number. */
  long calls() {
    return (long) inputs * (1 + (long) subsets * (grid.size() - 1));
  }

  /**
   * The largest that fits.
   *
   * @param left calls
   * @param inputs that there are, and the size of the pool
   * @throws BudgetExhausted if none fits
   */
  static CollectionPlan fitting(long left, int inputs, int pool) {
    List<CollectionPlan> all =
        choices()
            .map(
                c ->
                    new CollectionPlan(
                        Math.min(c.inputs, inputs), c.subsets, c.grid.upTo(Math.max(2, pool))))
            .toList();
    return all.stream()
        .filter(c -> left == Budget.UNLIMITED || c.calls() <= PART * left)
        .findFirst()
        .orElseThrow(
            () ->
                new BudgetExhausted(
                    "measuring how many demonstrations inputs need takes %d calls or more of %d"
                        .formatted(all.getLast().calls(), left)));
  }
}
