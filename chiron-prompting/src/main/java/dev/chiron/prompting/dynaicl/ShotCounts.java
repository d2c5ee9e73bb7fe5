package dev.chiron.prompting.dynaicl;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.evaluation.EvaluationPlan;
import dev.chiron.core.evaluation.Evaluator;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.Price;
import dev.chiron.core.predictor.DemonstrationSelector;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Steps;
import dev.chiron.core.statistics.Bootstrap;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model made of inputs with different numbers of demonstrations: the records that a
 * controller learns from, which may be another model's.
 *
 * @param grid the numbers of demonstrations
 * @param rows one for each input
 */
public record ShotCounts(ShotGrid grid, List<Row> rows) {
  private static final Evaluator EVALUATOR =
      new Evaluator(Evaluator.STANDARD.batchSize(), new Bootstrap(1, 0.95), Price.FREE);

  public ShotCounts {
    rows = List.copyOf(rows);
  }

  /**
   * One input.
   *
   * @param input without demonstrations and without its label: all that a controller sees
   * @param accuracy the mean score over the sampled subsets, for each number of the grid
   */
  public record Row(String input, List<Double> accuracy) {
    public Row {
      accuracy = List.copyOf(accuracy);
    }

    /**
     * k*: the fewest demonstrations whose accuracy is above a threshold, K_max if none are. The
     * accuracies are first made to rise (isotonic regression), since the first of several noisy
     * values above a threshold comes too early.
     */
    int needed(ShotGrid grid, double threshold) {
      double[] rising = Isotonic.fit(accuracy.stream().mapToDouble(a -> a).toArray());
      for (int i = 0; i < rising.length; i++) {
        if (rising[i] > threshold) {
          return i;
        }
      }
      return grid.size() - 1;
    }
  }

  /**
   * Measures. Each input is answered with the first k of {@code subsets} random orders of the pool,
   * for every k of the grid, so that larger sets hold the smaller ones. An input is never its own
   * demonstration. Each (k, order) is a remembered step.
   *
   * @param program what is served, without demonstrations
   * @param subsets S; 16 resolve the accuracy to a sixteenth
   */
  public static ShotCounts collect(
      LanguageModel model,
      PromptProgram program,
      MetricSpec metric,
      List<Example> inputs,
      List<Demonstration> pool,
      ShotGrid grid,
      int subsets,
      Seeds seeds,
      Steps steps,
      Progress progress) {
    ShotGrid possible = grid.upTo(pool.size());
    double[][] sums = new double[inputs.size()][possible.size()];
    for (int subset = 0; subset < subsets; subset++) {
      List<Demonstration> order = Seeds.shuffled(pool, seeds.generator("subset " + subset));
      for (int k = 0; k < possible.size(); k++) {
        // Without demonstrations all subsets are the same.
        if (k == 0 && subset > 0) {
          continue;
        }
        String name = "shots " + possible.shots().get(k) + " subset " + subset;
        double[] scores =
            scores(model, program, metric, inputs, order, possible.shots().get(k), name, steps);
        for (int i = 0; i < scores.length; i++) {
          sums[i][k] += k == 0 ? scores[i] * subsets : scores[i];
        }
        progress.update(
            "measuring shots",
            subset * possible.size() + k + 1L,
            (long) subsets * possible.size(),
            name);
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      List<Double> accuracy = new ArrayList<>();
      for (double sum : sums[i]) {
        accuracy.add(sum / subsets);
      }
      rows.add(new Row(inputs.get(i).input(), accuracy));
    }
    return new ShotCounts(possible, rows);
  }

  private static double[] scores(
      LanguageModel model,
      PromptProgram program,
      MetricSpec metric,
      List<Example> inputs,
      List<Demonstration> order,
      int shots,
      String name,
      Steps steps) {
    PromptProgram shown =
        program.withDemonstrations(order.subList(0, shots), new DemonstrationSelector.Fixed());
    EvaluationPlan plan = new EvaluationPlan(name, inputs, metric, program.labels(), new Seeds(0));
    List<Evaluated> records = new ArrayList<>();
    try (PromptedPredictor predictor = new PromptedPredictor(model, shown)) {
      records.addAll(EVALUATOR.evaluate(predictor, plan, steps, Progress.SILENT).records());
    }
    for (int i = 0; i < inputs.size(); i++) {
      String input = inputs.get(i).input();
      if (order.subList(0, shots).stream().anyMatch(d -> d.input().equals(input))) {
        records.set(i, alone(model, program, metric, inputs.get(i), order, shots, name, i, steps));
      }
    }
    return records.stream().mapToDouble(Evaluated::score).toArray();
  }

  /** An input that stands in the pool, with the next demonstration of the order in its place. */
  private static Evaluated alone(
      LanguageModel model,
      PromptProgram program,
      MetricSpec metric,
      Example input,
      List<Demonstration> order,
      int shots,
      String name,
      int index,
      Steps steps) {
    List<Demonstration> others =
        order.stream().filter(d -> !d.input().equals(input.input())).limit(shots).toList();
    EvaluationPlan plan =
        new EvaluationPlan(
            name + " alone " + index, List.of(input), metric, program.labels(), new Seeds(0));
    try (PromptedPredictor predictor =
        new PromptedPredictor(
            model, program.withDemonstrations(others, new DemonstrationSelector.Fixed()))) {
      return EVALUATOR.evaluate(predictor, plan, steps, Progress.SILENT).records().getFirst();
    }
  }
}
