package dev.chiron.prompting.search;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.evaluation.EvaluationPlan;
import dev.chiron.core.evaluation.Evaluator;
import dev.chiron.core.metric.Metric;
import dev.chiron.core.metric.Metrics;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.Price;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Steps;
import dev.chiron.core.statistics.Bootstrap;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Task;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Scores candidates on a fixed set of examples, each example at most once a candidate. Evaluations
 * are addressed by the candidate's content and done in remembered steps: what a stopped search has
 * paid for, the resumed one reads.
 *
 * <p>A candidate's own exemplars are left out of its score. Where a selector chooses them by the
 * query, an example is answered with the pool without itself.
 */
public final class CandidateScorer {
  /** Intervals are not looked at here, so one resample is enough. */
  private static final Evaluator EVALUATOR =
      new Evaluator(Evaluator.STANDARD.batchSize(), new Bootstrap(1, 0.95), Price.FREE);

  private final String name;
  private final LanguageModel model;
  private final PromptProgram plain;
  private final List<Example> examples;
  private final MetricSpec spec;
  private final Metric metric;
  private final Steps steps;
  private final Map<String, Sight> sights = new HashMap<>();

  /**
   * What a candidate has seen.
   *
   * @param places of the examples
   * @param records of those of them that it does not show, by index
   */
  private record Sight(BitSet places, List<Evaluated> records) {}

  /**
   * A scorer.
   *
   * @param name of the set of examples, unique in the run
   * @param plain what candidates do not vary: template, labels, answer mode
   */
  public CandidateScorer(
      String name,
      LanguageModel model,
      PromptProgram plain,
      List<Example> examples,
      MetricSpec spec,
      Steps steps) {
    this.name = name;
    this.model = model;
    this.plain = plain;
    this.examples = List.copyOf(examples);
    this.spec = spec;
    this.metric = Metrics.of(spec, plain.labels());
    this.steps = steps;
  }

  /**
   * A scorer of the training examples beside this one's, at most as many; of the same ones if there
   * are hardly others. What a search learns from them is then no part of what it is judged by.
   *
   * @param other its name
   */
  public CandidateScorer beside(String other, Task task) {
    List<Example> others =
        task.splits().train().stream().filter(each -> !examples.contains(each)).toList();
    List<Example> shown = others.size() < examples.size() / 2 ? examples : others;
    return new CandidateScorer(
        other,
        model,
        plain,
        shown.subList(0, Math.min(shown.size(), examples.size())),
        spec,
        steps);
  }

  public List<Example> examples() {
    return examples;
  }

  public PromptProgram plain() {
    return plain;
  }

  /** The model that is prompted. */
  public LanguageModel model() {
    return model;
  }

  public Metric metric() {
    return metric;
  }

  /** Whether a candidate has been scored on all examples, so that scoring it again is free. */
  public boolean knows(PromptCandidate candidate) {
    return sight(candidate).places().cardinality() == examples.size();
  }

  /** The score on all examples, whatever it costs. */
  public Scored score(PromptCandidate candidate) {
    see(candidate, examples.size());
    return seen(candidate);
  }

  /**
   * The score on all examples within a budget of passes; what a candidate has seen costs nothing.
   *
   * @param best what the candidate has to keep up with under the screening
   */
  public Scored score(
      PromptCandidate candidate,
      EvaluationBudget budget,
      Screening screening,
      Optional<Scored> best) {
    if (knows(candidate)) {
      budget.repeated();
      return score(candidate);
    }
    int until = best.isEmpty() ? examples.size() : screening.firstBatch();
    while (until < examples.size()) {
      budget.charge(see(candidate, until));
      Scored partly = seen(candidate);
      if (screening.rejects(partly, best.orElseThrow())) {
        return partly;
      }
      until = until > examples.size() / 2 ? examples.size() : 2 * until;
    }
    budget.charge(see(candidate, examples.size()));
    return seen(candidate);
  }

  /**
   * The score on a mini-batch; what the candidate has seen of it costs nothing.
   *
   * @param places of the examples; those that the candidate shows are not among its records
   */
  public Scored score(
      PromptCandidate candidate, Collection<Integer> places, EvaluationBudget budget) {
    budget.charge(see(candidate, places.stream().sorted().distinct().toList()));
    List<Evaluated> records =
        sight(candidate).records().stream().filter(r -> places.contains(r.index())).toList();
    return Scored.of(candidate, records, records.size() == examples.size(), metric);
  }

  private Scored seen(PromptCandidate candidate) {
    return Scored.of(candidate, sight(candidate).records(), knows(candidate), metric);
  }

  private Sight sight(PromptCandidate candidate) {
    return sights.computeIfAbsent(
        candidate.key(), key -> new Sight(new BitSet(), new ArrayList<>()));
  }

  private int see(PromptCandidate candidate, int until) {
    return see(candidate, IntStream.range(0, until).boxed().toList());
  }

  /** Evaluates on those examples that the candidate has not seen; how many these were. */
  private int see(PromptCandidate candidate, List<Integer> places) {
    Sight sight = sight(candidate);
    List<Integer> fresh = places.stream().filter(place -> !sight.places().get(place)).toList();
    if (!fresh.isEmpty()) {
      sight.records().addAll(evaluate(candidate, fresh));
      sight.records().sort(Comparator.comparingInt(Evaluated::index));
      fresh.forEach(sight.places()::set);
    }
    return fresh.size();
  }

  private List<Evaluated> evaluate(PromptCandidate candidate, List<Integer> places) {
    Set<Integer> own = candidate.exemplarIndices();
    List<Integer> others = places.stream().filter(place -> !own.contains(place)).toList();
    String step = name + " prompt " + candidate.key() + " examples " + named(places);
    List<Evaluated> records = new ArrayList<>(answered(candidate, others, step));
    if (!candidate.isFixed()) {
      for (int place : places) {
        if (own.contains(place)) {
          records.addAll(
              answered(without(candidate, place), List.of(place), step + " alone " + place));
        }
      }
    }
    return records;
  }

  /** {@code 0 to 16} for neighbours, else all places. */
  private static String named(List<Integer> places) {
    int from = places.getFirst();
    int until = places.getLast() + 1;
    return until - from == places.size()
        ? from + " to " + until
        : places.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private List<Evaluated> answered(PromptCandidate candidate, List<Integer> indices, String step) {
    if (indices.isEmpty()) {
      return List.of();
    }
    List<Example> asked = indices.stream().map(examples::get).toList();
    EvaluationPlan plan = new EvaluationPlan(step, asked, spec, plain.labels(), new Seeds(0));
    try (PromptedPredictor predictor = new PromptedPredictor(model, candidate.program(plain))) {
      return EVALUATOR.evaluate(predictor, plan, steps, Progress.SILENT).records().stream()
          .map(record -> record.at(indices.get(record.index())))
          .toList();
    }
  }

  private static PromptCandidate without(PromptCandidate candidate, int index) {
    return new PromptCandidate(
        candidate.instruction(),
        candidate.exemplars().stream().filter(each -> each.index() != index).toList(),
        candidate.selector());
  }
}
