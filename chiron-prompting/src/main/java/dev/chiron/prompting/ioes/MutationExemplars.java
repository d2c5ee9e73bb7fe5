package dev.chiron.prompting.ioes;

import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptSearch;
import dev.chiron.prompting.search.Proposal;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Evolution without crossover: some random lists of k exemplars, then, generation after generation,
 * lists that differ from one of the best so far in one exemplar.
 *
 * @param generation lists of a generation; 8, so that 32 evaluations are four generations
 */
public record MutationExemplars(int generation) implements ExemplarOptimizer {
  public static final MutationExemplars STANDARD = new MutationExemplars(8);

  /** Mutants descend from the two best lists in turn. */
  private static final int PARENTS = 2;

  @Override
  public String name() {
    return "mutation";
  }

  @Override
  public boolean searches() {
    return true;
  }

  @Override
  public PromptCandidate choose(
      PromptCandidate base, List<Exemplar> pool, int k, Workbench bench, EvaluationBudget passes) {
    int founders = Math.max(1, Math.min(generation, passes.room()));
    List<PromptCandidate> first =
        Stream.iterate(0, i -> i < founders, i -> i + 1)
            .map(i -> base.showing(RandomExemplars.list(pool, k, bench, i)))
            .toList();
    int[] rounds = {0};
    return new PromptSearch(bench, passes)
        .run(
            first,
            (history, room) ->
                mutants(
                    history,
                    pool,
                    Math.min(room, generation),
                    bench.seeds().generator("mutation " + ++rounds[0])))
        .best()
        .candidate();
  }

  private static List<Proposal> mutants(
      SearchHistory history, List<Exemplar> pool, int count, RandomGenerator random) {
    List<SearchHistory.Entry> best = history.top(PARENTS);
    List<Proposal> next = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SearchHistory.Entry parent = best.get(i % best.size());
      List<Exemplar> list = new ArrayList<>(parent.candidate().exemplars());
      List<Exemplar> unused = pool.stream().filter(each -> !list.contains(each)).toList();
      if (!unused.isEmpty()) {
        list.set(random.nextInt(list.size()), unused.get(random.nextInt(unused.size())));
        next.add(Proposal.of(parent.candidate().showing(list), parent.id(), "one exchanged"));
      }
    }
    return next;
  }
}
