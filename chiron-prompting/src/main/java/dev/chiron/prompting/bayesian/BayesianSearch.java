package dev.chiron.prompting.bayesian;

import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptSearch;
import dev.chiron.prompting.search.Scored;
import dev.chiron.prompting.search.Screening;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The search in its three steps: exemplar sets from the first prompt's right answers, instructions,
 * then trials of pairs. The result is the best of those pairs that were scored on all examples.
 */
public record BayesianSearch(BayesianSettings settings) {
  /**
   * What a search found.
   *
   * @param instructions that were searched over
   * @param sets likewise
   * @param trials on mini-batches and on all examples, in order
   */
  public record Result(
      SearchHistory history,
      List<String> instructions,
      List<List<Exemplar>> sets,
      List<PairTrial> trials) {}

  /**
   * What is searched over, as it is written down.
   *
   * @param kind {@code instruction} or {@code exemplars}
   */
  private record Choice(String kind, int number, String instruction, List<Exemplar> exemplars) {}

  /** Searches from one instruction, whose evaluation also gives the right answers. */
  public Result run(PromptCandidate start, Workbench bench, EvaluationBudget budget) {
    Workbench own = bench.part("bayesian").screened(Screening.NONE);
    PromptCandidate first = start.showing(List.of());
    Scored plain = own.scorer().score(first, budget, Screening.NONE, Optional.empty());
    List<List<Exemplar>> sets = ExemplarSets.of(plain, settings, own);
    List<String> instructions =
        new GroundedInstructions(settings, own).written(first.instruction(), sets);
    PairSpace space = new PairSpace(instructions, sets);
    BayesianProposer proposer = new BayesianProposer(settings, space, own, budget);
    own.journal().keep("choices", choices(space));
    own.journal().keep("trials", proposer.records());
    SearchHistory history = new PromptSearch(own, budget).run(List.of(first), proposer);
    return new Result(history, instructions, sets, proposer.records());
  }

  private static List<Choice> choices(PairSpace space) {
    List<Choice> choices = new ArrayList<>();
    for (String instruction : space.instructions()) {
      choices.add(new Choice("instruction", choices.size(), instruction, List.of()));
    }
    for (int i = 0; i < space.sets().size(); i++) {
      choices.add(new Choice("exemplars", i, "", space.sets().get(i)));
    }
    return choices;
  }
}
