package dev.chiron.data.pool;

import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.training.PackedSet;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingResult;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;

/**
 * Trains on a pool: the loss is on the answers, a sum over their tokens divided by their number in
 * the batch. Packed, several examples share a row and see only themselves (OPT-IML, section 3.3),
 * from position 0 each, so that packing changes no loss.
 *
 * @param rowLength tokens of a packed row; 0 for an example a row
 * @param trainer steps, rates and batches; a batch is of rows
 */
public record PoolTuning(int rowLength, TrainerConfig trainer) {
  /** An example a row. */
  public static PoolTuning unpacked(TrainerConfig trainer) {
    return new PoolTuning(0, trainer);
  }

  /**
   * Trains a model.
   *
   * @param model reads the weights that are trained, as they are or through an adapter
   * @param trained what is changed
   */
  public TrainingResult train(
      LocalLanguageModel model,
      Parameters trained,
      InstructionSet pool,
      Run run,
      Progress progress) {
    TokenObjective objective =
        new TokenObjective(
            model.architecture(),
            model.weights(),
            model.interventions(),
            rows(model, pool),
            TokenObjective.Packing.ISOLATED);
    return new Trainer(trainer, trained, objective).in(run).tells(progress).train();
  }

  /** The rows that a model is trained on. */
  public TrainingSet rows(LocalLanguageModel model, InstructionSet pool) {
    int longest = rowLength > 0 ? rowLength : model.info().contextLength() + 1;
    TrainingSet examples = new PoolTrainingSet(pool, model.tokenizer(), longest);
    return rowLength > 0 ? PackedSet.inOrder(examples, rowLength) : examples;
  }
}
