package dev.chiron.prompting.search;

import dev.chiron.core.budget.Budget;
import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.budget.BudgetMeter;

/**
 * How a budget of calls is laid out for a search: on how many examples candidates are scored, and
 * how many full passes there are.
 *
 * @param examples that candidates are scored on
 * @param passes full evaluations
 */
public record SearchPlan(int examples, int passes) {
  /** Candidates are told apart on so many examples within about seven points (one deviation). */
  private static final int EXAMPLES = 48;

  /** Fewer examples than this tell candidates hardly apart. */
  private static final int FEWEST_EXAMPLES = 16;

  /** Fewer passes than this are hardly a search: examples are given up first. */
  private static final int FEWEST_PASSES = 16;

  /** Of the calls, the part that is left for proposals and for the final comparison. */
  private static final double KEPT = 0.25;

  /**
   * Lays out what is left: all that is wished for where it fits, else fewer passes, then fewer
   * examples, then fewer passes still.
   *
   * @param available examples that there are, at least one
   * @param wished full passes of an unlimited search
   * @throws BudgetExhausted if not even one evaluation fits
   */
  public static SearchPlan of(BudgetMeter meter, int available, int wished) {
    int examples = Math.min(EXAMPLES, available);
    long left = meter.remainingCalls();
    if (left == Budget.UNLIMITED) {
      return new SearchPlan(examples, wished);
    }
    double calls = left * (1 - KEPT);
    if (calls < (double) FEWEST_PASSES * examples) {
      examples =
          (int) Math.min(examples, Math.max(FEWEST_EXAMPLES, Math.floor(calls / FEWEST_PASSES)));
    }
    int passes = (int) Math.min(wished, calls / examples);
    if (passes < 1) {
      throw new BudgetExhausted(
          "one evaluation of a prompt takes " + examples + " calls, and " + left + " are left");
    }
    return new SearchPlan(examples, passes);
  }
}
