package dev.chiron.prompting.ioes;

import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.Workbench;
import java.util.List;

/** The whole pool, for models with room for it; it is no fair rival of k exemplars. */
public record AllExemplars() implements ExemplarOptimizer {
  @Override
  public String name() {
    return "all";
  }

  @Override
  public PromptCandidate choose(
      PromptCandidate base, List<Exemplar> pool, int k, Workbench bench, EvaluationBudget passes) {
    return base.showing(pool);
  }
}
