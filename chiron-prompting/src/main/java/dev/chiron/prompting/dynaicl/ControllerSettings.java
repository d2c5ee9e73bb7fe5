package dev.chiron.prompting.dynaicl;

/**
 * How a controller is trained. The paper fixes neither threshold nor α in its text; these are
 * choices of this project.
 *
 * @param threshold t: an accuracy above it is enough
 * @param alpha weight of accuracy against cost in the reward
 * @param supervisedSteps of stage 1; 0 leaves it out
 * @param reinforcedSteps of stage 2; 0 leaves it out
 * @param learningRate of both
 * @param hidden width of the two hidden layers
 */
public record ControllerSettings(
    double threshold,
    double alpha,
    int supervisedSteps,
    int reinforcedSteps,
    double learningRate,
    int hidden) {
  public static final ControllerSettings STANDARD =
      new ControllerSettings(0.75, 0.8, 600, 400, 1e-3, 64);

  /** The same with other numbers of steps. */
  public ControllerSettings withSteps(int supervised, int reinforced) {
    return new ControllerSettings(threshold, alpha, supervised, reinforced, learningRate, hidden);
  }
}
