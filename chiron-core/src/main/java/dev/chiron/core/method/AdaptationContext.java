package dev.chiron.core.method;

import dev.chiron.core.budget.BudgetMeter;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.MeteredRun;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;

/**
 * What an adaptation works with.
 *
 * @param budget what it may still spend
 * @param run where its steps are remembered and its artefacts kept
 * @param seeds its randomness
 * @param progress where it says how far it is
 */
public record AdaptationContext(BudgetMeter budget, Run run, Seeds seeds, Progress progress) {
  /** Steps that remember what they spent: on resume they count against the budget as before. */
  public MeteredRun metered() {
    return new MeteredRun(run, budget);
  }
}
