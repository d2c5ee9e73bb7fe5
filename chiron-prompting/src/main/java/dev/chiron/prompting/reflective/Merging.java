package dev.chiron.prompting.reflective;

import dev.chiron.core.random.Seeds;
import dev.chiron.prompting.search.CandidateScorer;
import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.Proposal;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Proposes merges: of two candidates of the front, neither of which descends of the other, that
 * share an ancestor that is no better than either (appendix F of the publication). No two
 * candidates are merged over the same ancestor twice. A merge is proposed if on a few examples it
 * keeps up with both.
 */
final class Merging {
  private final ReflectiveSettings settings;
  private final Workbench bench;
  private final EvaluationBudget budget;
  private final List<Attempt> attempts;
  private final Family family = new Family();
  private final Map<String, Integer> secondParents = new HashMap<>();
  private final Set<List<Integer>> tried = new HashSet<>();
  private int merges;

  /**
   * @param attempts where each merge is written down
   */
  Merging(
      ReflectiveSettings settings,
      Workbench bench,
      EvaluationBudget budget,
      List<Attempt> attempts) {
    this.settings = settings;
    this.bench = bench;
    this.budget = budget;
    this.attempts = attempts;
  }

  /** The next merge; empty if there is none, or as many were tried as may be. */
  Optional<Proposal> propose(SearchHistory history, ParetoFront front) {
    if (merges == settings.merges()) {
      return Optional.empty();
    }
    follow(history);
    RandomGenerator random = bench.seeds().generator("merge " + attempts.size());
    for (List<Integer> pair : Seeds.shuffled(pairs(front.members()), random)) {
      SearchHistory.Entry one = history.entry(pair.getFirst());
      SearchHistory.Entry two = history.entry(pair.getLast());
      for (int ancestor : family.common(one.id(), two.id())) {
        boolean risen = history.entry(ancestor).score() <= Math.min(one.score(), two.score());
        if (risen && tried.add(List.of(one.id(), two.id(), ancestor))) {
          Optional<PromptCandidate> child =
              Merge.of(history.entry(ancestor).candidate(), one, two)
                  .filter(each -> history.find(each).isEmpty());
          if (child.isPresent()) {
            return tested(child.get(), one, two, ancestor, random);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** A merge that keeps up with both parents on some examples. */
  private Optional<Proposal> tested(
      PromptCandidate child,
      SearchHistory.Entry one,
      SearchHistory.Entry two,
      int ancestor,
      RandomGenerator random) {
    merges++;
    CandidateScorer scorer = bench.scorer();
    Set<Integer> shown = child.exemplarIndices();
    List<Integer> free =
        IntStream.range(0, scorer.examples().size())
            .filter(place -> !shown.contains(place))
            .boxed()
            .toList();
    List<Integer> batch =
        Seeds.sample(free, settings.mergeBatch(), random).stream().sorted().toList();
    double before =
        Math.max(
            scorer.score(one.candidate(), batch, budget).score(),
            scorer.score(two.candidate(), batch, budget).score());
    double after = scorer.score(child, batch, budget).score();
    List<Integer> both = List.of(one.id(), two.id());
    boolean accepted = after >= before;
    attempts.add(
        new Attempt(
            "merge",
            both,
            batch,
            before,
            after,
            accepted ? Attempt.ACCEPTED : Attempt.NO_BETTER,
            child));
    if (!accepted) {
      return Optional.empty();
    }
    secondParents.put(child.key(), two.id());
    return Optional.of(
        new Proposal(
            child, one.id(), "merged with %d, both of %d".formatted(two.id(), ancestor), batch));
  }

  /** Takes up what has come into the pool. */
  private void follow(SearchHistory history) {
    while (family.size() < history.entries().size()) {
      SearchHistory.Entry entry = history.entry(family.size());
      List<Integer> parents = new ArrayList<>();
      if (entry.proposal().parent() != Proposal.NO_PARENT) {
        parents.add(entry.proposal().parent());
      }
      Optional.ofNullable(secondParents.get(entry.candidate().key())).ifPresent(parents::add);
      family.add(parents);
    }
  }

  private static List<List<Integer>> pairs(List<Integer> members) {
    List<List<Integer>> pairs = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      for (int j = i + 1; j < members.size(); j++) {
        pairs.add(List.of(members.get(i), members.get(j)));
      }
    }
    return pairs;
  }
}
