package dev.chiron.prompting.reflective;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.prompting.search.CandidateScorer;
import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptProposer;
import dev.chiron.prompting.search.Proposal;
import dev.chiron.prompting.search.Scored;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * One step of the search (Algorithm 1 of the publication): a candidate is drawn from the front, one
 * of its parts is changed by what went wrong on a mini-batch, and the child is proposed if it
 * scores higher on that mini-batch than its parent. After each success a merge is tried first.
 *
 * <p>Mini-batches are charged to the search's evaluations like everything else.
 */
final class ReflectiveProposer implements PromptProposer {
  private final ReflectiveSettings settings;
  private final CandidateScorer feedback;
  private final Workbench bench;
  private final EvaluationBudget budget;
  private final Mutation mutation;
  private final Merging merging;
  private final Map<Integer, Part> turns = new HashMap<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private boolean mergeIsDue;

  ReflectiveProposer(
      ReflectiveSettings settings,
      CandidateScorer feedback,
      Workbench bench,
      EvaluationBudget budget) {
    this.settings = settings;
    this.feedback = feedback;
    this.bench = bench;
    this.budget = budget;
    this.mutation = new Mutation(settings, feedback, bench);
    this.merging = new Merging(settings, bench, budget, attempts);
  }

  /** All attempts so far, in order. */
  List<Attempt> attempts() {
    return Collections.unmodifiableList(attempts);
  }

  @Override
  public List<Proposal> propose(SearchHistory history, int room) {
    ParetoFront front = ParetoFront.of(scores(history));
    for (int i = 0; i < settings.patience() && isAffordable(); i++) {
      Optional<Proposal> next = mergeIsDue ? merging.propose(history, front) : Optional.empty();
      mergeIsDue = false;
      if (next.isPresent()) {
        return List.of(next.get());
      }
      next = reflected(history, front);
      if (next.isPresent()) {
        mergeIsDue = true;
        return List.of(next.get());
      }
      tell(history);
    }
    return List.of();
  }

  /** Whether parent and child can still be tried, and the child be scored on all examples. */
  private boolean isAffordable() {
    return budget.covers(2L * settings.batch() + bench.scorer().examples().size());
  }

  private Optional<Proposal> reflected(SearchHistory history, ParetoFront front) {
    String draw = "attempt " + attempts.size();
    RandomGenerator random = bench.seeds().generator(draw);
    SearchHistory.Entry parent = history.entry(front.sample(random));
    Part part = turn(parent.id());
    List<Integer> batch =
        Seeds.sample(unseenBy(parent.candidate()), settings.batch(), random).stream()
            .sorted()
            .toList();
    Scored before = feedback.score(parent.candidate(), batch, budget);
    if (before.failures().isEmpty()) {
      note(part, parent, before, before, batch, Attempt.ALL_RIGHT);
      return Optional.empty();
    }
    turns.put(parent.id(), following(part));
    Optional<PromptCandidate> child =
        mutation.of(part, before, batch, draw).filter(each -> history.find(each).isEmpty());
    if (child.isEmpty()) {
      note(part, parent, before, before, batch, Attempt.NOTHING_NEW);
      return Optional.empty();
    }
    Scored after = feedback.score(child.get(), batch, budget);
    if (after.score() <= before.score()) {
      note(part, parent, before, after, batch, Attempt.NO_BETTER);
      return Optional.empty();
    }
    note(part, parent, before, after, batch, Attempt.ACCEPTED);
    turns.put(history.entries().size(), following(part));
    return Optional.of(
        new Proposal(
            child.get(),
            parent.id(),
            "%s, %.2f to %.2f on its mini-batch"
                .formatted(name(part), before.score(), after.score()),
            batch));
  }

  /** Scores by candidate and example; a candidate has none on the examples that it shows. */
  private double[][] scores(SearchHistory history) {
    boolean higher = bench.scorer().metric().higherIsBetter();
    double[][] scores = new double[history.entries().size()][bench.scorer().examples().size()];
    for (SearchHistory.Entry entry : history.entries()) {
      Arrays.fill(scores[entry.id()], Double.NaN);
      for (Evaluated record : entry.scored().records()) {
        scores[entry.id()][record.index()] = higher ? record.score() : -record.score();
      }
    }
    return scores;
  }

  /** Places of the feedback examples that a candidate does not show. */
  private List<Integer> unseenBy(PromptCandidate candidate) {
    List<String> shown = candidate.exemplars().stream().map(Exemplar::input).toList();
    List<Example> examples = feedback.examples();
    return IntStream.range(0, examples.size())
        .filter(place -> !shown.contains(examples.get(place).input()))
        .boxed()
        .toList();
  }

  private Part turn(int candidate) {
    return turns.getOrDefault(candidate, Part.INSTRUCTION);
  }

  private Part following(Part part) {
    return settings.exemplars() == 0 ? Part.INSTRUCTION : part.next();
  }

  private void note(
      Part part,
      SearchHistory.Entry parent,
      Scored before,
      Scored after,
      List<Integer> batch,
      String outcome) {
    attempts.add(
        new Attempt(
            name(part),
            List.of(parent.id()),
            batch,
            before.score(),
            after.score(),
            outcome,
            after.candidate()));
  }

  private void tell(SearchHistory history) {
    bench
        .progress()
        .update(
            "evaluations",
            (long) Math.ceil(budget.spent()),
            budget.passes(),
            String.format(
                Locale.ROOT,
                "best %.3f, %d of %d attempts accepted",
                history.best().score(),
                attempts.stream().filter(Attempt::isAccepted).count(),
                attempts.size()));
  }

  private static String name(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }
}
