package dev.chiron.nn.training;

import dev.chiron.core.error.InputException;

/**
 * How a {@link Trainer} goes about it. Made by {@link #builder}.
 *
 * @param steps optimiser steps; 0 if {@code epochs} says it
 * @param epochs passes over the examples; 0 if {@code steps} says it
 * @param batchSize examples of a micro-batch: one forward and backward pass
 * @param accumulation micro-batches of a step
 * @param sortedBatches micro-batches whose examples are sorted by length together, to pad less; 1
 *     for no sorting
 * @param clipNorm most that the joint norm of all gradients may be; infinite for no limit
 * @param schedule the learning rate
 * @param optimizer the rule of the update, with its weight decay
 * @param averageDecay of an exponential moving average of the weights, begun at the first ones and
 *     moved after each step; what is evaluated and what the training ends with is the average; 0
 *     for none
 * @param reducedPrecision whether matrix products are shortened as {@link
 *     dev.chiron.nn.tensor.Torch#reducedPrecision} says, for the time of the training
 * @param seed of the order of the examples and of dropout
 * @param evaluateEvery steps between evaluations; 0 for only one at the end
 * @param evaluationBatch examples that are evaluated at once
 * @param patience evaluations without improvement after which training ends; 0 for no limit
 * @param goal an evaluation at or below which training ends; negative infinity for none
 * @param checkpointEvery steps between checkpoints; 0 for none but at the end and on interruption
 * @param logEvery steps between events with the loss
 * @param maxSeconds training ends after them; infinite for no limit
 */
public record TrainerConfig(
    long steps,
    double epochs,
    int batchSize,
    int accumulation,
    int sortedBatches,
    double clipNorm,
    LearningRateSchedule schedule,
    Optimizer.Settings optimizer,
    double averageDecay,
    boolean reducedPrecision,
    long seed,
    long evaluateEvery,
    int evaluationBatch,
    int patience,
    double goal,
    long checkpointEvery,
    long logEvery,
    double maxSeconds) {

  public TrainerConfig {
    check(steps >= 0 && epochs >= 0 && (steps > 0) != (epochs > 0), "steps or epochs: give one");
    check(batchSize > 0, "batch size: must be 1 or more");
    check(accumulation > 0, "accumulation: must be 1 or more");
    check(sortedBatches > 0, "sorted batches: must be 1 or more");
    check(clipNorm > 0, "clipping norm: must be above 0");
    check(schedule.peak() >= 0, "learning rate: must be 0 or more");
    check(averageDecay >= 0 && averageDecay < 1, "average decay: must be 0 or more and below 1");
    check(evaluateEvery >= 0, "evaluate every: must be 0 or more");
    check(evaluationBatch > 0, "evaluation batch size: must be 1 or more");
    check(patience >= 0, "patience: must be 0 or more");
    check(checkpointEvery >= 0, "checkpoint every: must be 0 or more");
    check(logEvery > 0, "log every: must be 1 or more");
    check(maxSeconds > 0, "seconds: must be above 0");
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new InputException("training: " + otherwise);
    }
  }

  /** The same for some steps under another schedule. */
  public TrainerConfig with(LearningRateSchedule newSchedule, long newSteps) {
    return new TrainerConfig(
        newSteps,
        0,
        batchSize,
        accumulation,
        sortedBatches,
        clipNorm,
        newSchedule,
        optimizer,
        averageDecay,
        reducedPrecision,
        seed,
        evaluateEvery,
        evaluationBatch,
        patience,
        goal,
        checkpointEvery,
        logEvery,
        maxSeconds);
  }

  /** Optimiser steps of a run in which an epoch has some micro-batches. */
  long totalSteps(int batchesPerEpoch) {
    return steps > 0 ? steps : Math.ceilDiv(totalBatches(batchesPerEpoch), accumulation);
  }

  /** Micro-batches of a run; with {@code epochs} the last step can have fewer than the others. */
  long totalBatches(int batchesPerEpoch) {
    return steps > 0 ? steps * accumulation : Math.max(1, Math.round(epochs * batchesPerEpoch));
  }

  /** What the weights after a step depend on: a run is resumed only under the same. */
  String fingerprint() {
    String average = averageDecay == 0 ? "" : ", average " + averageDecay;
    return ("steps %d, epochs %s, batch %d x %d, sorted %d, clip %s, %s, %s, reduced %s,"
            + " seed %d, evaluate %d%s")
        .formatted(
            steps,
            epochs,
            batchSize,
            accumulation,
            sortedBatches,
            clipNorm,
            schedule,
            optimizer,
            reducedPrecision,
            seed,
            evaluateEvery,
            average);
  }

  /**
   * Starts from the defaults: micro-batches of 8, clipping at 1 as in GPT-3 (Brown et al., 2020),
   * AdamW for tuning, no limit of time. The number of steps or epochs has no default.
   */
  public static Builder builder(LearningRateSchedule schedule) {
    return new Builder(schedule);
  }

  /** Collects what differs from the defaults. */
  public static final class Builder {
    private final LearningRateSchedule schedule;
    private long steps;
    private double epochs;
    private int batchSize = 8;
    private int accumulation = 1;
    private int sortedBatches = 1;
    private double clipNorm = 1;
    private Optimizer.Settings optimizer = AdamW.Settings.TUNING;
    private double averageDecay;
    private boolean reducedPrecision;
    private long seed;
    private long evaluateEvery;
    private int evaluationBatch = 32;
    private int patience;
    private double goal = Double.NEGATIVE_INFINITY;
    private long checkpointEvery;
    private long logEvery = 1;
    private double maxSeconds = Double.POSITIVE_INFINITY;

    private Builder(LearningRateSchedule schedule) {
      this.schedule = schedule;
    }

    public Builder steps(long value) {
      steps = value;
      return this;
    }

    public Builder epochs(double value) {
      epochs = value;
      return this;
    }

    public Builder batchSize(int value) {
      batchSize = value;
      return this;
    }

    public Builder accumulation(int value) {
      accumulation = value;
      return this;
    }

    public Builder sortedBatches(int value) {
      sortedBatches = value;
      return this;
    }

    public Builder clipNorm(double value) {
      clipNorm = value;
      return this;
    }

    public Builder optimizer(Optimizer.Settings value) {
      optimizer = value;
      return this;
    }

    public Builder averageDecay(double value) {
      averageDecay = value;
      return this;
    }

    public Builder reducedPrecision(boolean value) {
      reducedPrecision = value;
      return this;
    }

    public Builder seed(long value) {
      seed = value;
      return this;
    }

    public Builder evaluateEvery(long value) {
      evaluateEvery = value;
      return this;
    }

    public Builder evaluationBatch(int value) {
      evaluationBatch = value;
      return this;
    }

    public Builder patience(int value) {
      patience = value;
      return this;
    }

    public Builder goal(double value) {
      goal = value;
      return this;
    }

    public Builder checkpointEvery(long value) {
      checkpointEvery = value;
      return this;
    }

    public Builder logEvery(long value) {
      logEvery = value;
      return this;
    }

    public Builder maxSeconds(double value) {
      maxSeconds = value;
      return this;
    }

    public TrainerConfig build() {
      return new TrainerConfig(
          steps,
          epochs,
          batchSize,
          accumulation,
          sortedBatches,
          clipNorm,
          schedule,
          optimizer,
          averageDecay,
          reducedPrecision,
          seed,
          evaluateEvery,
          evaluationBatch,
          patience,
          goal,
          checkpointEvery,
          logEvery,
          maxSeconds);
    }
  }
}
