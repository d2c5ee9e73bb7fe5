package dev.chiron.core.statistics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Bootstrap intervals (Efron and Tibshirani 1993): the statistic is computed on samples drawn with
 * replacement from what was observed.
 *
 * @param resamples how many; 1,000 is the least that the book advises for intervals
 * @param level of confidence, such as 0.95
 */
public record Bootstrap(int resamples, double level) {
  public static final Bootstrap STANDARD = new Bootstrap(1000, 0.95);

  public Bootstrap {
    if (resamples < 1 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException("resamples must be positive, the level in (0, 1)");
    }
  }

  /**
   * The percentile interval.
   *
   * @param size how many observations there are; without any the interval is [0, 0]
   * @param statistic of the observations with the given indices
   */
  public Interval percentile(int size, ToDoubleFunction<int[]> statistic, RandomGenerator random) {
    if (size == 0) {
      return new Interval(0, 0);
    }
    double[] sorted = replicates(size, statistic, random);
    double tail = (1 - level) / 2;
    return new Interval(quantile(sorted, tail), quantile(sorted, 1 - tail));
  }

  /** The percentile interval of a mean. */
  public Interval percentile(double[] values, RandomGenerator random) {
    return percentile(values.length, indices -> mean(values, indices), random);
  }

  /**
   * The bias-corrected and accelerated interval (Efron 1987): the percentiles are moved by the
   * median bias z₀ of the replicates and by the acceleration a of the jackknife. It falls back to
   * the percentile interval where neither can be had: a statistic that never varies, or one
   * observation.
   */
  public Interval bca(int size, ToDoubleFunction<int[]> statistic, RandomGenerator random) {
    if (size == 0) {
      return new Interval(0, 0);
    }
    double[] sorted = replicates(size, statistic, random);
    double observed = statistic.applyAsDouble(identity(size));
    double tail = (1 - level) / 2;
    double acceleration = size > 1 ? acceleration(size, statistic) : 0;
    // Replicates equal to the observed value count half, so that discrete statistics have no bias.
    double below = 0;
    for (double replicate : sorted) {
      below += replicate < observed ? 1 : replicate == observed ? 0.5 : 0;
    }
    double bias = Normal.quantile(below / sorted.length);
    if (Double.isInfinite(bias) || Double.isNaN(acceleration)) {
      return new Interval(quantile(sorted, tail), quantile(sorted, 1 - tail));
    }
    return new Interval(
        quantile(sorted, moved(tail, bias, acceleration)),
        quantile(sorted, moved(1 - tail, bias, acceleration)));
  }

  /** The bias-corrected and accelerated interval of a mean. */
  public Interval bca(double[] values, RandomGenerator random) {
    return bca(values.length, indices -> mean(values, indices), random);
  }

  private double[] replicates(int size, ToDoubleFunction<int[]> statistic, RandomGenerator random) {
    double[] replicates = new double[resamples];
    int[] indices = new int[size];
    for (int r = 0; r < resamples; r++) {
      for (int i = 0; i < size; i++) {
        indices[i] = random.nextInt(size);
      }
      replicates[r] = statistic.applyAsDouble(indices);
    }
    Arrays.sort(replicates);
    return replicates;
  }

  private static double moved(double p, double bias, double acceleration) {
    double z = bias + Normal.quantile(p);
    return Normal.cdf(bias + z / (1 - acceleration * z));
  }

  /** Σ d³ / (6 (Σ d²)^1.5), where d is how far a leave-one-out value is below their mean. */
  private static double acceleration(int size, ToDoubleFunction<int[]> statistic) {
    double[] without = new double[size];
    for (int left = 0; left < size; left++) {
      int[] indices = new int[size - 1];
      for (int i = 0; i < indices.length; i++) {
        indices[i] = i < left ? i : i + 1;
      }
      without[left] = statistic.applyAsDouble(indices);
    }
    double mean = Arrays.stream(without).average().orElse(0);
    double squares = 0;
    double cubes = 0;
    for (double value : without) {
      double below = mean - value;
      squares += below * below;
      cubes += below * below * below;
    }
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }

  /** The p-quantile by linear interpolation between order statistics (Hyndman and Fan's type 7). */
  private static double quantile(double[] sorted, double p) {
    double position = p * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private static int[] identity(int size) {
    int[] indices = new int[size];
    Arrays.setAll(indices, i -> i);
    return indices;
  }

  private static double mean(double[] values, int[] indices) {
    double sum = 0;
    for (int index : indices) {
      sum += values[index];
    }
    return sum / indices.length;
  }
}
