package dev.chiron.prompting.ioes;

import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptProposer;
import dev.chiron.prompting.search.PromptSearch;
import dev.chiron.prompting.search.PromptStage;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.List;

/**
 * A way of searching for instructions. As a stage it keeps the exemplars of what it is given: they
 * are part of every prompt that it scores.
 */
public interface InstructionOptimizer extends PromptStage {
  /** The name in tables, such as {@code protegi}. */
  String name();

  /**
   * What proposes instructions.
   *
   * @param passes the evaluations that the whole search may spend, the first prompt's included
   */
  PromptProposer proposer(Workbench bench, int passes);

  /** The result of a search; the best unless an optimiser says otherwise. */
  default PromptCandidate chosen(SearchHistory history) {
    return history.best().candidate();
  }

  /** The search with all that it tried. */
  default SearchHistory search(PromptCandidate start, Workbench bench, EvaluationBudget passes) {
    Workbench own = bench.part(name());
    return new PromptSearch(own, passes).run(List.of(start), proposer(own, passes.passes()));
  }

  @Override
  default PromptCandidate improve(PromptCandidate start, Workbench bench, EvaluationBudget passes) {
    return chosen(search(start, bench, passes));
  }
}
