package dev.chiron.prompting.ioes;

import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.Workbench;
import java.util.List;

/** A way of choosing exemplars from a pool for an instruction. */
public interface ExemplarOptimizer {
  /** The name in tables, such as {@code mutation}. */
  String name();

  /** Whether it spends evaluations. */
  default boolean searches() {
    return false;
  }

  /**
   * Chooses.
   *
   * @param base the instruction, without exemplars
   * @param pool not empty
   * @param k the most exemplars to show
   * @param bench its seeds are the same for every optimiser, so that the first random list is too
   */
  PromptCandidate choose(
      PromptCandidate base, List<Exemplar> pool, int k, Workbench bench, EvaluationBudget passes);
}
