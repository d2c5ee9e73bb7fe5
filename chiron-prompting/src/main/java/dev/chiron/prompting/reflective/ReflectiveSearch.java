package dev.chiron.prompting.reflective;

import dev.chiron.prompting.search.CandidateScorer;
import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptSearch;
import dev.chiron.prompting.search.Screening;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.List;

/**
 * The reflective search: candidates are judged on the bench's examples, which make the front, and
 * learn from others.
 *
 * @param feedback the examples that mini-batches are drawn from, whose answers the model reads
 */
public record ReflectiveSearch(ReflectiveSettings settings, CandidateScorer feedback) {
  /**
   * What a search found.
   *
   * @param attempts all that was tried on mini-batches, for the record
   */
  public record Result(SearchHistory history, List<Attempt> attempts) {}

  /** Searches from one prompt. The front needs every score, so no candidate is given up early. */
  public Result run(PromptCandidate start, Workbench bench, EvaluationBudget budget) {
    Workbench own = bench.part("reflective").screened(Screening.NONE);
    ReflectiveProposer proposer = new ReflectiveProposer(settings, feedback, own, budget);
    own.journal().keep("attempts", proposer.attempts());
    SearchHistory history = new PromptSearch(own, budget).run(List.of(start), proposer);
    return new Result(history, proposer.attempts());
  }
}
