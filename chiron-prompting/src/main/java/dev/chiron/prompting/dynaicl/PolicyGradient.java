package dev.chiron.prompting.dynaicl;

import java.util.random.RandomGenerator;

/**
 * REINFORCE (Williams 1992) for a softmax over choices: with a choice k drawn from p, the estimate
 * of the gradient of E[R] by the logits is
 *
 * <pre>
 *   (R(k) − b) (e_k − p)
 * </pre>
 *
 * whose mean is that of any baseline b, and whose variance is small where b is near the mean
 * reward.
 */
final class PolicyGradient {
  /** How fast the baseline forgets: the moving average of past rewards. */
  private static final double DECAY = 0.99;

  private final RandomGenerator random;
  private double baseline;
  private boolean begun;

  PolicyGradient(RandomGenerator random) {
    this.random = random;
  }

  /** One estimate with the moving average as its baseline, which it then moves. */
  double[] estimate(double[] probabilities, double[] rewards) {
    int choice = draw(probabilities, random);
    double before = begun ? baseline : rewards[choice];
    baseline = begun ? DECAY * baseline + (1 - DECAY) * rewards[choice] : rewards[choice];
    begun = true;
    return estimate(probabilities, choice, rewards[choice], before);
  }

  /** (R − b)(e_k − p). */
  static double[] estimate(double[] probabilities, int choice, double reward, double baseline) {
    double[] gradient = new double[probabilities.length];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = (reward - baseline) * ((i == choice ? 1 : 0) - probabilities[i]);
    }
    return gradient;
  }

  static int draw(double[] probabilities, RandomGenerator random) {
    double draw = random.nextDouble();
    for (int i = 0; i < probabilities.length; i++) {
      draw -= probabilities[i];
      if (draw < 0) {
        return i;
      }
    }
    return probabilities.length - 1;
  }
}
