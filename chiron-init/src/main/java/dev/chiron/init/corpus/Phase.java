package dev.chiron.init.corpus;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.init.flops.FlopCount;
import dev.chiron.init.flops.LossCurve;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingResult;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.function.UnaryOperator;

/**
 * A training of one network over a corpus, as a part of a longer one. It is measured on held-out
 * rows by plain next-token prediction, whatever it learns from, so that phases and methods are
 * compared on one footing.
 *
 * @param network whose weights are trained
 * @param view the weights as the pass is to see them
 * @param interventions in the pass
 * @param corpus to learn from and to be measured on
 * @param reading how rows become examples
 * @param config steps, rates and batches
 */
public record Phase(
    Architecture network,
    UnaryOperator<Weights> view,
    Interventions interventions,
    Corpus corpus,
    Reading reading,
    TrainerConfig config) {
  /** What came of it, with the operations that it cost. */
  public record Outcome(TrainingResult result, LossCurve curve, long tokens, long flopsPerToken) {
    /** Floating-point operations of the phase. */
    public double flops() {
      return (double) tokens * flopsPerToken;
    }
  }

  /** The plain network. */
  public Phase(Architecture network, Corpus corpus, Reading reading, TrainerConfig config) {
    this(network, weights -> weights, Interventions.NONE, corpus, reading, config);
  }

  /** Operations of one optimiser step, of full rows. */
  public static double flopsPerStep(Architecture network, Corpus corpus, TrainerConfig config) {
    return (double) FlopCount.perToken(network, corpus.context()) * tokensPerStep(corpus, config);
  }

  private static long tokensPerStep(Corpus corpus, TrainerConfig config) {
    return (long) config.batchSize() * config.accumulation() * corpus.context();
  }

  /**
   * Trains; goes on where an interrupted training of this run was.
   *
   * @param trained of the network, on which the view is
   * @param before operations spent before this phase
   * @param change lets the caller add to the trainer
   */
  public Outcome train(
      Parameters trained,
      double before,
      Run run,
      Seeds seeds,
      Progress progress,
      UnaryOperator<Trainer> change) {
    Weights seen = view.apply(trained);
    long rows = config.steps() * config.batchSize() * config.accumulation();
    int passes = Math.max(1, Math.toIntExact(Math.ceilDiv(rows, (long) corpus.training().size())));
    TokenObjective objective =
        new TokenObjective(
            network,
            seen,
            interventions,
            reading.examples(corpus.training(), passes, seeds.child("examples")),
            reading.packing());
    TokenObjective heldOut =
        new TokenObjective(
            network,
            seen,
            interventions,
            Reading.CAUSAL.examples(corpus.heldOut(), 1, seeds),
            TokenObjective.Packing.JOINED);
    // The last weights count, not the best: what is compared has cost the same.
    Trainer trainer =
        new Trainer(config, trained.trainAll(), objective)
            .validatedBy(heldOut)
            .endingAtLast()
            .in(run)
            .tells(progress);
    TrainingResult result = change.apply(trainer).train();
    trained.freeze();
    double perStep = flopsPerStep(network, corpus, config);
    return new Outcome(
        result,
        LossCurve.of(run, before, perStep),
        result.steps() * tokensPerStep(corpus, config),
        FlopCount.perToken(network, corpus.context()));
  }
}
