package dev.chiron.core.adaptation;

import dev.chiron.core.budget.Budget;
import dev.chiron.core.budget.Spend;
import dev.chiron.core.error.InputException;

/**
 * How a budget is divided: evenly among the methods, whatever is cheap or dear, and each share into
 * a part for finding the predictor and a part for reporting on dev and test.
 *
 * <p>Of the calls, reporting keeps exactly what it may need. Of tokens and money, whose need is not
 * known before the predictor is, it keeps half, and whatever finding leaves. The seconds limit
 * finding alone: a report that has begun is finished.
 *
 * @param share of one method
 * @param reportCalls calls that reporting may need
 */
record BudgetShares(Budget share, long reportCalls) {
  /**
   * Divides.
   *
   * @param reportCalls calls that reporting may need
   * @param method whose part it is
   * @throws InputException if the calls do not suffice to report on each method and to find
   *     anything
   */
  static BudgetShares of(Budget total, int methods, long reportCalls, String method) {
    Budget share =
        new Budget(
            divided(total.calls(), methods),
            divided(total.tokens(), methods),
            total.seconds() / methods,
            total.money() / methods);
    if (share.calls() <= reportCalls) {
      throw new InputException(
          "budget: calls="
              + total.calls()
              + " is too small: of "
              + methods
              + " method(s) '"
              + method
              + "' needs up to "
              + reportCalls
              + " calls to be reported on and at least one to find anything; give calls="
              + (reportCalls + 1) * methods
              + " or more, fewer methods, or fewer examples of dev and test");
    }
    if (share.tokens() < 2) {
      throw new InputException(
          "budget: tokens=" + total.tokens() + " is too small for " + methods + " method(s)");
    }
    return new BudgetShares(share, reportCalls);
  }

  Budget finding() {
    return new Budget(
        share.calls() == Budget.UNLIMITED ? Budget.UNLIMITED : share.calls() - reportCalls,
        share.tokens() == Budget.UNLIMITED ? Budget.UNLIMITED : share.tokens() / 2,
        share.seconds(),
        share.money() / 2);
  }

  Budget reporting(Spend found) {
    return new Budget(
        share.calls() == Budget.UNLIMITED ? Budget.UNLIMITED : reportCalls,
        share.tokens() == Budget.UNLIMITED
            ? Budget.UNLIMITED
            : share.tokens() - found.usage().tokens(),
        Double.POSITIVE_INFINITY,
        share.money() - found.money());
  }

  private static long divided(long total, int methods) {
    return total == Budget.UNLIMITED ? total : total / methods;
  }
}
