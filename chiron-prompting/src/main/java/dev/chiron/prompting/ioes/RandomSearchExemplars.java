package dev.chiron.prompting.ioes;

import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptSearch;
import dev.chiron.prompting.search.Proposal;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.List;

/** The best of as many random lists of k exemplars as the evaluations allow. */
public record RandomSearchExemplars() implements ExemplarOptimizer {
  @Override
  public String name() {
    return "random-search";
  }

  @Override
  public boolean searches() {
    return true;
  }

  @Override
  public PromptCandidate choose(
      PromptCandidate base, List<Exemplar> pool, int k, Workbench bench, EvaluationBudget passes) {
    PromptCandidate first = base.showing(RandomExemplars.list(pool, k, bench, 0));
    int[] drawn = {0};
    return new PromptSearch(bench, passes)
        .run(
            List.of(first),
            (history, room) -> {
              List<Proposal> next = new ArrayList<>();
              for (int i = 0; i < room; i++) {
                List<Exemplar> list = RandomExemplars.list(pool, k, bench, ++drawn[0]);
                next.add(Proposal.of(base.showing(list), Proposal.NO_PARENT, "random"));
              }
              return next;
            })
        .best()
        .candidate();
  }
}
