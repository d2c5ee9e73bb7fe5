package dev.chiron.tuning.instruct;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.adapter.Lora;
import dev.chiron.nn.adapter.LoraConfig;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.local.ModelDirectory;
import dev.chiron.nn.training.LearningRateSchedule.Linear;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingResult;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.util.function.BiFunction;

/**
 * All weights of a model, or an adapter beside them, that are trained, written and then measured.
 *
 * @param rank of the adapter; 0 for all weights
 * @param seeds of a fresh adapter
 * @param target where {@code model/} or {@code adapter/} is written
 */
record TunedWeights(int rank, Seeds seeds, Path target) {
  private static final double WARMUP = 0.03;

  /**
   * The model that is tuned.
   *
   * @throws InputException if its weights are not at hand
   */
  static LocalLanguageModel base(LanguageModel model) {
    return model
        .as(LocalLanguageModel.class)
        .orElseThrow(
            () ->
                new InputException(
                    "the weights of '" + model.info().name() + "' are not at hand to be tuned"));
  }

  /** A short warm-up and a fall to 0; the rate is divided by the model's width. */
  static TrainerConfig trainer(
      LocalLanguageModel tuned, double rate, long steps, int batchSize, long seed) {
    double peak = rate / tuned.architecture().config().width();
    return TrainerConfig.builder(new Linear(peak, Math.round(WARMUP * steps), 0))
        .steps(steps)
        .batchSize(batchSize)
        .sortedBatches(8)
        .reducedPrecision(true)
        .checkpointEvery(100)
        .seed(seed)
        .build();
  }

  /**
   * Trains, writes and measures.
   *
   * @param train is given the tuned view of the model and what is trained
   * @param measure is given the tuned view and what came of the training
   */
  <T> T tune(
      LocalLanguageModel base,
      BiFunction<LocalLanguageModel, Parameters, TrainingResult> train,
      BiFunction<LocalLanguageModel, TrainingResult, T> measure) {
    return rank == 0 ? full(base, train, measure) : adapter(base, train, measure);
  }

  private <T> T full(
      LocalLanguageModel base,
      BiFunction<LocalLanguageModel, Parameters, TrainingResult> train,
      BiFunction<LocalLanguageModel, TrainingResult, T> measure) {
    Path directory =
        base.directory()
            .orElseThrow(() -> new InputException("the model was not opened from a directory"));
    try (Parameters weights = Parameters.copyOf(base.weights()).trainAll()) {
      LocalLanguageModel tuned = base.withWeights(weights);
      TrainingResult training = train.apply(tuned, weights);
      weights.freeze();
      ModelDirectory.write(
          target.resolve("model"), base.architecture(), weights, directory, ElementType.F32);
      return measure.apply(tuned, training);
    }
  }

  private <T> T adapter(
      LocalLanguageModel base,
      BiFunction<LocalLanguageModel, Parameters, TrainingResult> train,
      BiFunction<LocalLanguageModel, TrainingResult, T> measure) {
    try (Lora lora = Lora.create(base.architecture(), LoraConfig.ofRank(rank), seeds)) {
      LocalLanguageModel tuned = base.withInterventions(base.interventions().plus(lora));
      TrainingResult training = train.apply(tuned, lora.parameters());
      lora.save(target.resolve("adapter"), base.info().name());
      return measure.apply(tuned, training);
    }
  }
}
