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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final Map<String, List<Evaluated>> known = new HashMap<>();
  private final Map<String, Integer> seen = new HashMap<>();

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
    return seen.getOrDefault(candidate.key(), 0) == examples.size();
  }

  /** The score on all examples, whatever it costs. */
  public Scored score(PromptCandidate candidate) {
    return upTo(candidate, examples.size());
  }

  /**
   * The score on all examples within a budget of passes; a candidate that is known costs nothing.
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
    int before = seen.getOrDefault(candidate.key(), 0);
    int until = best.isEmpty() ? examples.size() : screening.firstBatch();
    while (until < examples.size()) {
      Scored partly = upTo(candidate, until);
      if (screening.rejects(partly, best.orElseThrow())) {
        budget.charge(Math.max(0, until - before));
        return partly;
      }
      until = until > examples.size() / 2 ? examples.size() : 2 * until;
    }
    Scored whole = score(candidate);
    budget.charge(examples.size() - before);
    return whole;
  }

  private Scored upTo(PromptCandidate candidate, int until) {
    String key = candidate.key();
    int from = seen.getOrDefault(key, 0);
    List<Evaluated> records = known.computeIfAbsent(key, k -> new ArrayList<>());
    if (from < until) {
      records.addAll(evaluate(candidate, key, from, until));
      seen.put(key, until);
    }
    return Scored.of(candidate, records, seen.getOrDefault(key, 0) == examples.size(), metric);
  }

  private List<Evaluated> evaluate(PromptCandidate candidate, String key, int from, int until) {
    Set<Integer> own = candidate.exemplarIndices();
    List<Integer> others =
        IntStream.range(from, until).filter(i -> !own.contains(i)).boxed().toList();
    String step = name + " prompt " + key + " examples " + from + " to " + until;
    List<Evaluated> records = new ArrayList<>(answered(candidate, others, step));
    if (!candidate.isFixed()) {
      for (int index = from; index < until; index++) {
        if (own.contains(index)) {
          records.addAll(
              answered(without(candidate, index), List.of(index), step + " alone " + index));
        }
      }
      records.sort(java.util.Comparator.comparingInt(Evaluated::index));
    }
    return records;
  }

  private List<Evaluated> answered(PromptCandidate candidate, List<Integer> indices, String step) {
    if (indices.isEmpty()) {
      return List.of();
    }
    List<Example> asked = indices.stream().map(examples::get).toList();
    EvaluationPlan plan = new EvaluationPlan(step, asked, spec, plain.labels(), new Seeds(0));
    try (PromptedPredictor predictor = new PromptedPredictor(model, candidate.program(plain))) {
      return EVALUATOR.evaluate(predictor, plan, steps, Progress.SILENT).records().stream()
          .map(record -> placed(record, indices.get(record.index())))
          .toList();
    }
  }

  private static PromptCandidate without(PromptCandidate candidate, int index) {
    return new PromptCandidate(
        candidate.instruction(),
        candidate.exemplars().stream().filter(each -> each.index() != index).toList(),
        candidate.selector());
  }

  private static Evaluated placed(Evaluated record, int index) {
    return new Evaluated(
        index,
        record.input(),
        record.references(),
        record.output(),
        record.score(),
        record.labelProbabilities(),
        record.usage(),
        record.error());
  }
}
