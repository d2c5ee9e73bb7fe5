package dev.chiron.init.gstack;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.init.corpus.Corpus;
import dev.chiron.init.corpus.Phase;
import dev.chiron.init.corpus.Reading;
import dev.chiron.init.flops.FlopLedger;
import dev.chiron.init.flops.LossCurve;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.training.LearningRateSchedule.Cosine;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.weights.Parameters;
import java.util.function.UnaryOperator;

/**
 * Trains a small network, grows it once, and trains the large one: with a fresh optimiser and a
 * fresh warm-up and cosine. What the base cost is always counted.
 *
 * @param operator that grows it
 * @param base the small network
 * @param corpus to learn from
 * @param reading how
 * @param shape of both trainings, whose steps and schedule are replaced
 * @param rate of learning at the peak, of both
 * @param warmup steps, of both
 */
public record GrownTraining(
    GrowthOperator operator,
    Architecture base,
    Corpus corpus,
    Reading reading,
    TrainerConfig shape,
    double rate,
    long warmup) {
  /** Where the cosine ends, as a share of its peak: a tenth in the paper. */
  private static final double FLOOR = 0.1;

  /**
   * What came of it.
   *
   * @param weights of the large network; the caller closes them
   */
  public record Grown(
      Architecture network, Parameters weights, LossCurve curve, FlopLedger ledger) {}

  /** The configuration of a phase: a warm-up and a cosine to a tenth of the rate. */
  public static TrainerConfig phase(TrainerConfig shape, double rate, long warmup, long steps) {
    return shape.with(new Cosine(rate, Math.min(warmup, steps), FLOOR), steps);
  }

  /**
   * Steps of the large network for what is left of a budget when the base has had its share.
   *
   * @param flops the budget, such as that of training the large network from scratch
   * @param baseSteps of the base
   * @throws InputException if nothing is left
   */
  public long targetSteps(double flops, long baseSteps) {
    TrainerConfig one = phase(shape, rate, warmup, 1);
    double spent = baseSteps * Phase.flopsPerStep(base, corpus, one);
    long steps = Math.round((flops - spent) / Phase.flopsPerStep(target(), corpus, one));
    if (steps < 1) {
      throw new InputException(
          "the base's " + baseSteps + " steps spend the whole budget: nothing is left to grow for");
    }
    return steps;
  }

  private Architecture target() {
    if (operator.target(base) instanceof Architecture target) {
      return target;
    }
    throw new InputException(operator.name() + ": grows no language model of this base");
  }

  /**
   * Trains the base.
   *
   * @param weights of the base, trained in place
   */
  public Phase.Outcome trainBase(
      Parameters weights, long steps, Run run, Seeds seeds, Progress progress) {
    return new Phase(base, corpus, reading, phase(shape, rate, warmup, steps))
        .train(weights, 0, run, seeds.child("base"), progress.under("base"), trainer -> trainer);
  }

  /**
   * Grows a base and trains what comes of it.
   *
   * @param spent on the base
   * @param early its loss curve
   * @param change lets the caller add to the trainer
   */
  public Grown growAndTrain(
      Parameters baseWeights,
      FlopLedger spent,
      LossCurve early,
      long steps,
      Run run,
      Seeds seeds,
      Progress progress,
      UnaryOperator<Trainer> change) {
    Architecture target = target();
    GrowthMask mask = operator.mask(base);
    Parameters grown = operator.grow(base, baseWeights, seeds.child("growth"));
    Phase phase =
        new Phase(
            target,
            weights -> mask.weights(target, weights),
            mask.interventions(target),
            corpus,
            reading,
            phase(shape, rate, warmup, steps));
    Phase.Outcome outcome =
        phase.train(
            grown,
            spent.total(),
            run,
            seeds.child("target"),
            progress.under(operator.name()),
            trainer -> change.apply(trainer.beforeStep(mask::advance)));
    return new Grown(
        target,
        grown,
        early.then(outcome.curve()),
        spent.plus("target", outcome.tokens(), outcome.flopsPerToken()));
  }
}
