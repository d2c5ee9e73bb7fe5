package dev.chiron.core.evaluation;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.statistics.Bootstrap;
import dev.chiron.core.statistics.Interval;
import dev.chiron.core.statistics.PairedTests;
import java.util.function.ToDoubleFunction;

/**
 * Two predictors on the same examples.
 *
 * @param difference score of the first minus that of the second
 * @param interval of the difference, by resampling examples in pairs
 * @param permutation two-sided p-value of the sign-flip test on the examples' scores
 * @param bootstrap two-sided p-value of the paired bootstrap test on the metric
 * @param mcNemar two-sided p-value of McNemar's exact test on which examples score 1; meant for
 *     metrics of right and wrong
 */
public record Comparison(
    double difference, Interval interval, double permutation, double bootstrap, double mcNemar) {
  private static final int RESAMPLES = 10_000;

  static Comparison of(Evaluation first, Evaluation second, Seeds seeds) {
    int size = first.records().size();
    if (size != second.records().size() || !first.metric().equals(second.metric())) {
      throw new IllegalArgumentException("only evaluations of the same examples compare");
    }
    double[] differences = new double[size];
    int onlyFirst = 0;
    int onlySecond = 0;
    for (int i = 0; i < size; i++) {
      Evaluated left = first.records().get(i);
      Evaluated right = second.records().get(i);
      if (!left.input().equals(right.input())) {
        throw new IllegalArgumentException(
            "example " + i + " differs: only evaluations of the same examples compare");
      }
      differences[i] = left.score() - right.score();
      onlyFirst += left.score() == 1 && right.score() != 1 ? 1 : 0;
      onlySecond += left.score() != 1 && right.score() == 1 ? 1 : 0;
    }
    ToDoubleFunction<int[]> a = first.statistic();
    ToDoubleFunction<int[]> b = second.statistic();
    ToDoubleFunction<int[]> paired = indices -> a.applyAsDouble(indices) - b.applyAsDouble(indices);
    Bootstrap resampling = Bootstrap.STANDARD;
    return new Comparison(
        first.score() - second.score(),
        resampling.percentile(size, paired, seeds.generator("interval")),
        PairedTests.signFlip(differences, RESAMPLES, seeds.generator("permutation")),
        PairedTests.bootstrap(size, paired, resampling.resamples(), seeds.generator("bootstrap")),
        PairedTests.mcNemar(onlyFirst, onlySecond));
  }
}
