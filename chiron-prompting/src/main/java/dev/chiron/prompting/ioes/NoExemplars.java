package dev.chiron.prompting.ioes;

import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.Workbench;
import java.util.List;

/** The instruction alone. */
public record NoExemplars() implements ExemplarOptimizer {
  @Override
  public String name() {
    return "none";
  }

  @Override
  public PromptCandidate choose(
      PromptCandidate base, List<Exemplar> pool, int k, Workbench bench, EvaluationBudget passes) {
    return base.showing(List.of());
  }
}
