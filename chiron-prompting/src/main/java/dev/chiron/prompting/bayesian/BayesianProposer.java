package dev.chiron.prompting.bayesian;

import dev.chiron.core.random.Seeds;
import dev.chiron.prompting.search.CategoricalTpe;
import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptProposer;
import dev.chiron.prompting.search.Proposal;
import dev.chiron.prompting.search.Scored;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One round of the search: some trials on mini-batches of pairs that the estimator asks for, then
 * the pair with the best mean over its mini-batches is proposed, which scores it on all examples. A
 * score on all examples is a trial too, the first prompt's is the first.
 *
 * <p>Mini-batches are charged to the search's evaluations; of an example that a pair has seen the
 * answer is known.
 */
final class BayesianProposer implements PromptProposer {
  private final BayesianSettings settings;
  private final PairSpace space;
  private final CategoricalTpe estimator;
  private final Workbench bench;
  private final EvaluationBudget budget;
  private final List<CategoricalTpe.Trial> trials = new ArrayList<>();
  private final Map<List<Integer>, List<Double>> looks = new LinkedHashMap<>();
  private final Map<String, List<Integer>> proposed = new LinkedHashMap<>();
  private final List<PairTrial> records = new ArrayList<>();
  private int told;
  private int done;

  BayesianProposer(
      BayesianSettings settings, PairSpace space, Workbench bench, EvaluationBudget budget) {
    this.settings = settings;
    this.space = space;
    this.estimator = CategoricalTpe.of(space.choices());
    this.bench = bench;
    this.budget = budget;
    proposed.put(space.candidate(List.of(0, 0)).key(), List.of(0, 0));
  }

  /** All trials so far, in order. */
  List<PairTrial> records() {
    return Collections.unmodifiableList(records);
  }

  @Override
  public List<Proposal> propose(SearchHistory history, int room) {
    tell(history);
    while (done < settings.trials() && isAffordable()) {
      for (int i = 0; i < settings.fullEvery() && isAffordable(); i++) {
        look(history);
      }
      List<Proposal> best = bestByMean();
      if (!best.isEmpty()) {
        return best;
      }
    }
    return List.of();
  }

  /** Whether a mini-batch, and then the best on all examples, can still be scored. */
  private boolean isAffordable() {
    return budget.covers((long) settings.batch() + bench.scorer().examples().size());
  }

  /** Tells the estimator what became of proposals. */
  private void tell(SearchHistory history) {
    for (; told < history.entries().size(); told++) {
      SearchHistory.Entry entry = history.entry(told);
      add(proposed.getOrDefault(entry.candidate().key(), List.of(0, 0)), entry.scored());
    }
  }

  private void look(SearchHistory history) {
    Seeds seeds = bench.seeds().child("trial " + done++);
    List<Integer> pair = estimator.next(trials, seeds.generator("pair"));
    PromptCandidate candidate = space.candidate(pair);
    Set<Integer> shown = candidate.exemplarIndices();
    List<Integer> free =
        IntStream.range(0, bench.scorer().examples().size())
            .filter(place -> !shown.contains(place))
            .boxed()
            .toList();
    List<Integer> batch = Seeds.sample(free, settings.batch(), seeds.generator("batch"));
    Scored scored = bench.scorer().score(candidate, batch, budget);
    looks.computeIfAbsent(pair, p -> new ArrayList<>()).add(scored.score());
    add(pair, scored);
    bench
        .progress()
        .update(
            "evaluations",
            (long) Math.ceil(budget.spent()),
            budget.passes(),
            String.format(
                Locale.ROOT,
                "best %.3f, trial %d of %d",
                history.best().score(),
                done,
                settings.trials()));
  }

  private void add(List<Integer> pair, Scored scored) {
    trials.add(new CategoricalTpe.Trial(pair, scored.score()));
    records.add(
        new PairTrial(
            pair.getFirst(),
            pair.getLast(),
            scored.records().size(),
            scored.complete(),
            scored.score()));
  }

  /** The pair with the best mean of those that were not proposed yet; of equals the earlier. */
  private List<Proposal> bestByMean() {
    List<Integer> best = List.of();
    double most = Double.NEGATIVE_INFINITY;
    for (Map.Entry<List<Integer>, List<Double>> each : looks.entrySet()) {
      double mean = mean(each.getValue());
      if (mean > most && !proposed.containsValue(each.getKey())) {
        best = each.getKey();
        most = mean;
      }
    }
    if (best.isEmpty()) {
      return List.of();
    }
    PromptCandidate candidate = space.candidate(best);
    proposed.put(candidate.key(), best);
    String note =
        String.format(
            Locale.ROOT,
            "instruction %d with exemplar set %d, %.3f over %d mini-batches",
            best.getFirst(),
            best.getLast(),
            most,
            looks.getOrDefault(best, List.of()).size());
    return List.of(Proposal.of(candidate, 0, note));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
