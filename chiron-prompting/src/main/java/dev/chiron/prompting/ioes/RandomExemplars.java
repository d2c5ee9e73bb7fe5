package dev.chiron.prompting.ioes;

import dev.chiron.core.random.Seeds;
import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.Workbench;
import java.util.List;

/** k exemplars at random, without replacement. */
public record RandomExemplars() implements ExemplarOptimizer {
  @Override
  public String name() {
    return "random";
  }

  @Override
  public PromptCandidate choose(
      PromptCandidate base, List<Exemplar> pool, int k, Workbench bench, EvaluationBudget passes) {
    return base.showing(list(pool, k, bench, 0));
  }

  /** The i-th random list. */
  static List<Exemplar> list(List<Exemplar> pool, int k, Workbench bench, int i) {
    return Seeds.sample(pool, k, bench.seeds().generator("exemplars " + i));
  }
}
