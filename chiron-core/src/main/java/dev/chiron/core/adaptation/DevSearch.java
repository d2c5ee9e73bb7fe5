package dev.chiron.core.adaptation;

import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.evaluation.EvaluationPlan;
import dev.chiron.core.evaluation.Evaluator;
import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.metric.Answered;
import dev.chiron.core.metric.Metric;
import dev.chiron.core.metric.Metrics;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.Price;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.statistics.Bootstrap;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the best of several prompts on dev by successive halving (Karnin et al. 2013; Jamieson and
 * Talwalkar 2016, arXiv 1502.07943): all are tried on a few examples, the better half on twice as
 * many, and so on until two are compared on all of dev. An example is never paid twice for one
 * candidate, and each evaluation is a remembered step.
 *
 * <p>When the budget ends, the best so far is taken: of those still in the race, by the examples
 * that all of them have seen.
 */
public final class DevSearch {
  /** Fewer examples than this tell candidates hardly apart. */
  private static final int FEWEST_EXAMPLES = 16;

  /** Intervals are not looked at here, so one resample is enough. */
  private static final Evaluator EVALUATOR =
      new Evaluator(Evaluator.STANDARD.batchSize(), new Bootstrap(1, 0.95), Price.FREE);

  private final Task task;
  private final LanguageModel model;
  private final AdaptationContext context;
  private final Metric metric;
  private final List<Example> dev;

  public DevSearch(Task task, LanguageModel model, AdaptationContext context) {
    this.task = task;
    this.model = model;
    this.context = context;
    this.metric = Metrics.of(task.metric(), task.labels());
    this.dev = Seeds.shuffled(task.splits().dev(), context.seeds().generator("order of dev"));
  }

  /**
   * A prompt to try.
   *
   * @param name unique in the search; says what it is, for progress and for the remembered steps
   */
  public record Candidate(String name, PromptProgram program) {}

  /** A candidate with what became of the examples that it has seen. */
  private record Standing(Candidate candidate, List<Evaluated> records) {
    long tokens() {
      return records.stream().mapToLong(record -> record.usage().tokens()).sum();
    }
  }

  /**
   * The best candidate; the only one is taken unseen.
   *
   * @throws BudgetExhausted if not even the first candidate could be tried
   */
  public PromptProgram best(List<Candidate> candidates) {
    List<Standing> standings =
        new ArrayList<>(candidates.stream().map(c -> new Standing(c, List.of())).toList());
    int rungs = Integer.SIZE - Integer.numberOfLeadingZeros(candidates.size() - 1);
    for (int rung = 0; rung < rungs && standings.size() > 1; rung++) {
      int examples =
          Math.min(dev.size(), Math.max(FEWEST_EXAMPLES, dev.size() >> (rungs - 1 - rung)));
      List<Standing> seen = new ArrayList<>();
      try {
        for (Standing standing : standings) {
          seen.add(further(standing, examples));
          context
              .progress()
              .update(
                  "round " + (rung + 1) + " of " + rungs,
                  seen.size(),
                  standings.size(),
                  standing.candidate().name());
        }
      } catch (BudgetExhausted e) {
        if (rung == 0 && seen.isEmpty()) {
          throw e;
        }
        return (rung == 0 ? ranked(seen) : ranked(standings)).getFirst().candidate().program();
      }
      standings = ranked(seen).subList(0, (seen.size() + 1) / 2);
    }
    return standings.getFirst().candidate().program();
  }

  private Standing further(Standing standing, int examples) {
    int from = standing.records().size();
    if (from >= examples) {
      return standing;
    }
    String name = standing.candidate().name() + " examples " + from + " to " + examples;
    EvaluationPlan plan =
        new EvaluationPlan(
            name, dev.subList(from, examples), task.metric(), task.labels(), context.seeds());
    List<Evaluated> records = new ArrayList<>(standing.records());
    try (PromptedPredictor predictor =
        new PromptedPredictor(model, standing.candidate().program())) {
      records.addAll(
          EVALUATOR.evaluate(predictor, plan, context.metered(), Progress.SILENT).records());
    }
    return new Standing(standing.candidate(), List.copyOf(records));
  }

  /** Best first; of equals the one that took fewer tokens, then the earlier. */
  private List<Standing> ranked(List<Standing> standings) {
    Comparator<Standing> best =
        Comparator.comparingDouble(
            standing -> metric.higherIsBetter() ? -score(standing) : score(standing));
    return standings.stream().sorted(best.thenComparingLong(Standing::tokens)).toList();
  }

  private double score(Standing standing) {
    List<Evaluated> records = standing.records();
    if (metric.isMean()) {
      return records.stream().mapToDouble(Evaluated::score).average().orElse(0);
    }
    List<Answered> answers = new ArrayList<>();
    for (Evaluated record : records) {
      answers.add(
          new Answered(
              answers.size(), record.output(), record.references(), record.labelProbabilities()));
    }
    return metric.aggregate(answers);
  }
}
