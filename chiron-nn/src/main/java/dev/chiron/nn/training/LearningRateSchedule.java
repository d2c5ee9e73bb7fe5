package dev.chiron.nn.training;

import dev.chiron.core.error.InputException;

/**
 * The learning rate of each step.
 *
 * <p>All schedules rise linearly for their warm-up: step {@code s} of {@code w} has (s + 1) / w of
 * the peak, so that the first step already moves. The rest of the run is measured by progress p =
 * (s - w) / (steps - w), from 0 right after the warm-up to almost 1 at the last step.
 */
public sealed interface LearningRateSchedule {
  double peak();

  /** Steps of the warm-up. */
  long warmup();

  /** The rate after the warm-up, as a share of the peak. */
  double shareAfterWarmup(long step, long steps);

  /**
   * @param step from 0
   * @param steps of the whole run
   */
  default double rate(long step, long steps) {
    return step < warmup()
        ? peak() * (step + 1) / warmup()
        : peak() * shareAfterWarmup(step, steps);
  }

  private static double progress(long step, long from, long steps) {
    return Math.clamp((double) (step - from) / Math.max(1, steps - from), 0.0, 1.0);
  }

  /** The peak throughout. */
  record Constant(double peak, long warmup) implements LearningRateSchedule {
    @Override
    public double shareAfterWarmup(long step, long steps) {
      return 1;
    }
  }

  /**
   * Falls in a straight line.
   *
   * @param floor where it falls to, as a share of the peak
   */
  record Linear(double peak, long warmup, double floor) implements LearningRateSchedule {
    @Override
    public double shareAfterWarmup(long step, long steps) {
      return 1 - (1 - floor) * progress(step, warmup, steps);
    }
  }

  /**
   * Falls along half a cosine (Loshchilov and Hutter, 2017).
   *
   * @param floor where it falls to, as a share of the peak
   */
  record Cosine(double peak, long warmup, double floor) implements LearningRateSchedule {
    @Override
    public double shareAfterWarmup(long step, long steps) {
      double cosine = Math.cos(Math.PI * progress(step, warmup, steps));
      return floor + (1 - floor) * (1 + cosine) / 2;
    }
  }

  /**
   * Stays at the peak and falls in a straight line over the last steps (Hu et al., 2024).
   *
   * @param decay steps of the fall
   * @param floor where it falls to, as a share of the peak
   */
  record WarmupStableDecay(double peak, long warmup, long decay, double floor)
      implements LearningRateSchedule {
    @Override
    public double shareAfterWarmup(long step, long steps) {
      return 1 - (1 - floor) * progress(step, Math.max(warmup, steps - decay), steps);
    }
  }

  /**
   * Half cosines one after another (SGDR, Loshchilov and Hutter, 2017, arXiv:1608.03983): at the
   * end of each the rate is back at the peak, and the next one is longer by a factor.
   *
   * @param cycle steps of the first half cosine
   * @param growth what each is longer than the one before, at least 1; the paper's best is 2
   * @param floor where it falls to, as a share of the peak
   */
  record Restarts(double peak, long warmup, long cycle, double growth, double floor)
      implements LearningRateSchedule {
    public Restarts {
      if (cycle < 1 || !(growth >= 1)) {
        throw new InputException(
            "learning rate: a cycle has at least 1 step and grows by at least 1, not %d and %s"
                .formatted(cycle, growth));
      }
    }

    @Override
    public double shareAfterWarmup(long step, long steps) {
      double since = Math.max(0, step - warmup);
      double length = cycle;
      while (since >= length) {
        since -= length;
        length *= growth;
      }
      return floor + (1 - floor) * (1 + Math.cos(Math.PI * since / length)) / 2;
    }
  }
}
