package dev.chiron.prompting.dynaicl;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;

/**
 * Divides a budget among items by a predicted need: any score of an item becomes a whole number of
 * units. Item i's target is
 *
 * <pre>
 *   β · cᵢ / mean(c) · mean units
 * </pre>
 *
 * Where all predictions are 0, everyone gets the mean.
 *
 * @param most units of an item
 * @param saving β in (0, 1]; 1 spends what a uniform division spends
 */
public record BudgetAllocator(int most, double saving) {
  public BudgetAllocator {
    if (most < 0 || !(saving > 0 && saving <= 1)) {
      throw new IllegalArgumentException("most is at least 0, the saving in (0, 1]");
    }
  }

  /** The targets before rounding. */
  public double[] targets(double[] predictions, double meanUnits) {
    return targets(predictions, Arrays.stream(predictions).average().orElse(0), meanUnits);
  }

  /**
   * The targets where the mean prediction is known from elsewhere, as when items come one by one.
   */
  public double[] targets(double[] predictions, double meanPrediction, double meanUnits) {
    return Arrays.stream(predictions)
        .map(c -> saving * (meanPrediction == 0 ? 1 : c / meanPrediction) * meanUnits)
        .toArray();
  }

  /** The paper's rule: targets rounded and cut; their sum may miss the budget a little. */
  public int[] rounded(double[] targets) {
    return Arrays.stream(targets).mapToInt(t -> (int) Math.min(most, Math.round(t))).toArray();
  }

  /**
   * Rounded targets moved until the real cost keeps within a limit: units are taken where rounding
   * gave most, then given where it took most, as far as they fit. An item whose target is 0 gets
   * none.
   *
   * @param cost of item i with n units, rising in n
   * @param limit of the sum of costs; costs without units count too
   * @return all zero if not even that fits
   */
  public int[] strict(double[] targets, IntBinaryOperator cost, long limit) {
    int[] units = rounded(targets);
    long total = 0;
    for (int i = 0; i < units.length; i++) {
      total += cost.applyAsInt(i, units[i]);
    }
    while (total > limit) {
      int item = extreme(targets, units, true, cost, Long.MAX_VALUE);
      if (item < 0) {
        return units;
      }
      total += cost.applyAsInt(item, units[item] - 1) - cost.applyAsInt(item, units[item]);
      units[item]--;
    }
    for (int item = extreme(targets, units, false, cost, limit - total);
        item >= 0;
        item = extreme(targets, units, false, cost, limit - total)) {
      total += cost.applyAsInt(item, units[item] + 1) - cost.applyAsInt(item, units[item]);
      units[item]++;
    }
    return units;
  }

  /** The item whose units are farthest above its target, or farthest below it and yet to raise. */
  private int extreme(
      double[] targets, int[] units, boolean above, IntBinaryOperator cost, long room) {
    int best = -1;
    double farthest = above ? Double.NEGATIVE_INFINITY : 0;
    for (int i = 0; i < units.length; i++) {
      double distance = above ? units[i] - targets[i] : targets[i] - units[i];
      boolean possible =
          above
              ? units[i] > 0
              : units[i] < most
                  && cost.applyAsInt(i, units[i] + 1) - cost.applyAsInt(i, units[i]) <= room;
      if (possible && distance > farthest) {
        farthest = distance;
        best = i;
      }
    }
    return best;
  }
}
