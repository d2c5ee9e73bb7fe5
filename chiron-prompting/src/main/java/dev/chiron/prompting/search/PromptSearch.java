package dev.chiron.prompting.search;

import dev.chiron.core.budget.BudgetExhausted;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The loop of every search: score what it begins with, ask the proposer for more, score that, until
 * the evaluations are spent, the budget of calls is, or nothing new is proposed. A candidate that
 * comes up again costs nothing.
 *
 * <p>It keeps no state of its own besides the history: evaluations and questions are remembered
 * steps, so a search that is started again goes through the same candidates without paying for them
 * and on from where it was.
 */
public final class PromptSearch {
  /** So many rounds of nothing but known candidates in a row end the search. */
  private static final int MOST_STALE_ROUNDS = 5;

  private final Workbench bench;
  private final EvaluationBudget budget;

  public PromptSearch(Workbench bench, EvaluationBudget budget) {
    this.bench = bench;
    this.budget = budget;
  }

  /**
   * Searches.
   *
   * @param initial what it begins with, at least one, whose evaluations count like all others
   * @throws BudgetExhausted if not even the first candidate can be scored
   */
  public SearchHistory run(List<PromptCandidate> initial, PromptProposer proposer) {
    SearchHistory history = new SearchHistory();
    bench.journal().begin(bench.name(), history);
    try {
      List<Proposal> given =
          initial.stream().map(each -> Proposal.of(each, Proposal.NO_PARENT, "")).toList();
      score(history, 0, given);
      if (history.entries().isEmpty()) {
        throw new BudgetExhausted("no evaluation is left to begin a search with");
      }
      int stale = 0;
      for (int step = 1; budget.room() > 0 && stale < MOST_STALE_ROUNDS; step++) {
        List<Proposal> proposals = proposer.propose(history, budget.room());
        if (proposals.isEmpty()) {
          history.end(
              budget.room() == 0 ? "the evaluations are spent" : "nothing more was proposed");
          return history;
        }
        stale = score(history, step, proposals) ? 0 : stale + 1;
      }
      history.end(stale == 0 ? "the evaluations are spent" : "only known candidates were proposed");
    } catch (BudgetExhausted e) {
      if (history.entries().isEmpty()) {
        throw e;
      }
      history.end(String.valueOf(e.getMessage()));
    }
    return history;
  }

  /** Whether any of them was new. */
  private boolean score(SearchHistory history, int step, List<Proposal> proposals) {
    boolean fresh = false;
    for (Proposal proposal : proposals) {
      PromptCandidate candidate = proposal.candidate();
      if (history.find(candidate).isPresent()) {
        budget.repeated();
        continue;
      }
      if (budget.room() == 0 && !bench.scorer().knows(candidate)) {
        return fresh;
      }
      Optional<Scored> best =
          history.entries().isEmpty() ? Optional.empty() : Optional.of(history.best().scored());
      history.add(step, proposal, bench.scorer().score(candidate, budget, bench.screening(), best));
      fresh = true;
      bench
          .progress()
          .update(
              "evaluations",
              (long) Math.ceil(budget.spent()),
              budget.passes(),
              String.format(Locale.ROOT, "best %.3f", history.best().score()));
    }
    return fresh;
  }
}
