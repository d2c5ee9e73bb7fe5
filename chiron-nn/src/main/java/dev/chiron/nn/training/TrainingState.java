package dev.chiron.nn.training;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.jspecify.annotations.Nullable;

/** All that a training is in the midst of, beside the weights themselves. */
final class TrainingState implements AutoCloseable {
  /**
   * The numbers of it, as a checkpoint has them.
   *
   * @param step optimiser steps done: the position in the data and the seeds follow from it
   * @param examples seen
   * @param trainingLoss of the last step
   * @param bestLoss null before the first evaluation
   * @param bestStep when the best loss was
   * @param evaluationsSinceBest evaluations without improvement
   * @param seconds spent
   */
  record Numbers(
      long step,
      long examples,
      double trainingLoss,
      @Nullable Double bestLoss,
      long bestStep,
      int evaluationsSinceBest,
      double seconds) {
    static final Numbers START = new Numbers(0, 0, 0, null, 0, 0, 0);

    Numbers stepped(long moreExamples, double loss, double newSeconds) {
      return new Numbers(
          step + 1,
          examples + moreExamples,
          loss,
          bestLoss,
          bestStep,
          evaluationsSinceBest,
          newSeconds);
    }

    boolean isBetter(double loss) {
      return !Double.isNaN(loss) && (bestLoss == null || loss < bestLoss);
    }

    Numbers evaluated(double loss) {
      boolean better = isBetter(loss);
      return new Numbers(
          step,
          examples,
          trainingLoss,
          better ? Double.valueOf(loss) : bestLoss,
          better ? step : bestStep,
          better ? 0 : evaluationsSinceBest + 1,
          seconds);
    }
  }

  private final Parameters parameters;
  private final Optimizer optimizer;
  private Numbers numbers = Numbers.START;
  private final double averageDecay;
  private final Optional<Parameters> average;
  private Optional<Parameters> best = Optional.empty();

  /**
   * @param averageDecay of the moving average of the weights; 0 for none
   */
  TrainingState(Parameters parameters, Optimizer.Settings settings, double averageDecay) {
    this.parameters = parameters;
    this.optimizer = settings.of(parameters);
    this.averageDecay = averageDecay;
    this.average = averageDecay == 0 ? Optional.empty() : Optional.of(Parameters.copyOf(trained()));
  }

  Numbers numbers() {
    return numbers;
  }

  void numbers(Numbers changed) {
    numbers = changed;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  /** The tensors that are trained. */
  Weights trained() {
    return Weights.of(parameters.trained());
  }

  /** The moving average of the trained tensors, if there is to be one. */
  Optional<Parameters> average() {
    return average;
  }

  /** Moves the average: a ← decay · a + (1 - decay) · θ. */
  void moveAverage() {
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      average.ifPresent(
          moved ->
              parameters
                  .trained()
                  .forEach(
                      (name, tensor) ->
                          moved.get(name).lerp_(tensor, new Scalar(1 - averageDecay))));
    }
  }

  /** Does something while the trained tensors have the values of the average, if there is one. */
  void averaged(Runnable work) {
    if (average.isEmpty()) {
      work.run();
      return;
    }
    try (Parameters raw = Parameters.copyOf(trained())) {
      loadTrained(average.get());
      try {
        work.run();
      } finally {
        loadTrained(raw);
      }
    }
  }

  /** The trained tensors as they were at the best evaluation. */
  Optional<Parameters> best() {
    return best;
  }

  /** Takes note of a validation loss; the weights are kept if it is the best so far. */
  void evaluated(double loss) {
    if (numbers.isBetter(loss)) {
      keepAsBest(Parameters.copyOf(trained()));
    }
    numbers = numbers.evaluated(loss);
  }

  void keepAsBest(Parameters copy) {
    best.ifPresent(Parameters::close);
    best = Optional.of(copy);
  }

  /**
   * Puts values into the trained tensors.
   *
   * @throws IllegalArgumentException if a name is missing or a shape differs
   */
  void loadTrained(Weights values) {
    for (String name : trained().names()) {
      if (!values.has(name)) {
        throw new IllegalArgumentException("there is no tensor '" + name + "'");
      }
    }
    parameters.load(parameters.overlay(values));
  }

  @Override
  public void close() {
    optimizer.close();
    average.ifPresent(Parameters::close);
    best.ifPresent(Parameters::close);
  }
}
