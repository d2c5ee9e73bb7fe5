package dev.chiron.core.method;

import dev.chiron.core.budget.BudgetMeter;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.MeteredRun;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import java.util.Optional;

/**
 * What an adaptation works with.
 *
 * @param budget what it may still spend
 * @param run where its steps are remembered and its artefacts kept
 * @param seeds its randomness
 * @param progress where it says how far it is
 * @param proposer a model that writes what a method asks for in words, such as instructions, with
 *     its calls going through {@code budget}; if there is none, the model that is adapted does
 */
public record AdaptationContext(
    BudgetMeter budget, Run run, Seeds seeds, Progress progress, Optional<LanguageModel> proposer) {
  /** Without a model that writes beside the one that is adapted. */
  public AdaptationContext(BudgetMeter budget, Run run, Seeds seeds, Progress progress) {
    this(budget, run, seeds, progress, Optional.empty());
  }

  /** Steps that remember what they spent: on resume they count against the budget as before. */
  public MeteredRun metered() {
    return new MeteredRun(run, budget);
  }
}
