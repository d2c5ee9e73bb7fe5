package dev.chiron.prompting.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A tree-structured Parzen estimator over categorical parameters (Bergstra et al. 2011; the joint
 * form for several parameters: Falkner et al. 2018, arXiv 1807.01774).
 *
 * <p>Trials are split by value into the best n and the others. Each group gives a density with a
 * kernel for every trial and one for the uniform prior,
 *
 * <pre>
 *   p(x) = Σ_k w_k Π_d (1[x_d = c_kd] + a/K) / (1 + C_d·a/K)
 * </pre>
 *
 * where K counts the kernels, C_d the choices of parameter d, a is the prior's weight, and w_k is
 * in proportion to 1 for a trial and to a for the prior, whose own factor is 1/C_d. Points are
 * drawn from the density l of the best, and the one with the largest l(x)/g(x) is tried next, where
 * g is the density of the others: the expected improvement grows with that ratio.
 *
 * @param choices of each parameter, all at least 1
 * @param startup trials that are drawn uniformly
 * @param draws from l for one trial
 * @param prior a, the weight of the prior
 */
public record CategoricalTpe(List<Integer> choices, int startup, int draws, double prior) {
  /** Defaults of common implementations: ten random trials, 24 draws, a prior that is one trial. */
  private static final int STARTUP = 10;

  private static final int DRAWS = 24;
  private static final double PRIOR = 1;

  /** The part of the trials that are the best, and the most that they can be. */
  private static final double BEST = 0.1;

  private static final int MOST_BEST = 25;

  public CategoricalTpe {
    choices = List.copyOf(choices);
    if (choices.isEmpty() || choices.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException("every parameter has at least one choice");
    }
    if (startup < 1 || draws < 1 || !(prior > 0)) {
      throw new IllegalArgumentException("startup, draws and prior are positive");
    }
  }

  /** The usual one. */
  public static CategoricalTpe of(List<Integer> choices) {
    return new CategoricalTpe(choices, STARTUP, DRAWS, PRIOR);
  }

  /**
   * A point that was tried.
   *
   * @param point a choice for each parameter, from 0
   * @param value more is better
   */
  public record Trial(List<Integer> point, double value) {
    public Trial {
      point = List.copyOf(point);
    }
  }

  /** The point to try next. */
  public List<Integer> next(List<Trial> trials, RandomGenerator random) {
    if (trials.size() < startup) {
      return choices.stream().map(random::nextInt).toList();
    }
    List<Trial> ranked =
        trials.stream().sorted(Comparator.comparingDouble(trial -> -trial.value())).toList();
    List<Trial> best = ranked.subList(0, best(ranked.size()));
    List<Trial> others = ranked.subList(best.size(), ranked.size());
    List<Integer> next = draw(best, random);
    double ratio = density(best, next) / density(others, next);
    for (int i = 1; i < draws; i++) {
      List<Integer> point = draw(best, random);
      double rival = density(best, point) / density(others, point);
      if (rival > ratio) {
        next = point;
        ratio = rival;
      }
    }
    return next;
  }

  /** How many of so many trials are the best: a tenth, rounded up, at most 25. */
  static int best(int trials) {
    return Math.min(MOST_BEST, (int) Math.ceil(BEST * trials));
  }

  /** The density of a group of trials at a point. */
  double density(List<Trial> group, List<Integer> point) {
    double sum = prior * uniform();
    for (Trial trial : group) {
      double product = 1;
      for (int d = 0; d < choices.size(); d++) {
        product *= kernel(trial.point().get(d).equals(point.get(d)), d, group.size() + 1);
      }
      sum += product;
    }
    return sum / (group.size() + prior);
  }

  private double uniform() {
    return choices.stream().mapToDouble(count -> 1.0 / count).reduce(1, (a, b) -> a * b);
  }

  private double kernel(boolean same, int parameter, int kernels) {
    double floor = prior / kernels;
    return ((same ? 1 : 0) + floor) / (1 + choices.get(parameter) * floor);
  }

  /** A kernel by weight, then each parameter by the kernel's probabilities. */
  List<Integer> draw(List<Trial> group, RandomGenerator random) {
    double which = random.nextDouble() * (group.size() + prior);
    if (which >= group.size()) {
      return choices.stream().map(random::nextInt).toList();
    }
    List<Integer> centre = group.get((int) which).point();
    List<Integer> point = new ArrayList<>();
    for (int d = 0; d < choices.size(); d++) {
      double other = kernel(false, d, group.size() + 1);
      double rest = random.nextDouble();
      int choice = (int) (rest / other);
      // What lies beyond one share for each choice is what the centre has more than the others.
      point.add(choice < choices.get(d) ? choice : centre.get(d));
    }
    return point;
  }
}
