package dev.chiron.tuning.finetune;

/**
 * How a model is tuned on a task.
 *
 * @param learningRate at its peak, for a model of width 1; divided by the model's width, because
 *     the best rate falls in proportion to it (Yang et al., 2022, arXiv 2203.03466)
 * @param epochs over the training examples, at most
 * @param batchSize examples of a step
 * @param evaluations on the dev examples, evenly spaced over the epochs
 * @param patience evaluations without improvement that end the training
 */
public record FineTuningConfig(
    double learningRate, int epochs, int batchSize, int evaluations, int patience) {
  /** All weights: 1e-3 at width 256, 6e-5 at width 4096. */
  public static final FineTuningConfig FULL = new FineTuningConfig(0.26, 16, 8, 16, 5);

  /** Rank 16 on every projection: 4e-3 at width 256, 2.5e-4 at width 4096. */
  public static final FineTuningConfig LORA = new FineTuningConfig(1.0, 16, 8, 16, 5);

  /** Factors and biases, of which there are few: 2e-2 at width 256. */
  public static final FineTuningConfig FACTORS = new FineTuningConfig(5.0, 16, 8, 16, 5);

  /** Virtual tokens, which start far from any use (Lester et al., 2021: 0.3): 2e-2 at width 256. */
  public static final FineTuningConfig VIRTUAL_TOKENS = new FineTuningConfig(5.0, 16, 8, 16, 5);
}
