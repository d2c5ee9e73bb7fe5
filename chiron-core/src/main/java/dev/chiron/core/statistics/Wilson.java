package dev.chiron.core.statistics;

/** The interval of Wilson (1927) for a proportion: sound for few trials and near 0 and 1. */
public final class Wilson {
  private Wilson() {}

  /**
   * The interval; [0, 1] without trials.
   *
   * @param level of confidence, such as 0.95
   */
  public static Interval interval(int successes, int trials, double level) {
    if (successes < 0 || successes > trials) {
      throw new IllegalArgumentException(successes + " successes in " + trials + " trials");
    }
    if (trials == 0) {
      return new Interval(0, 1);
    }
    double z = Normal.quantile(1 - (1 - level) / 2);
    double p = (double) successes / trials;
    double scale = 1 + z * z / trials;
    double centre = (p + z * z / (2 * trials)) / scale;
    double half = z / scale * Math.sqrt(p * (1 - p) / trials + z * z / (4.0 * trials * trials));
    return new Interval(
        successes == 0 ? 0 : Math.max(0, centre - half),
        successes == trials ? 1 : Math.min(1, centre + half));
  }
}
