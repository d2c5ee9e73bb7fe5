package dev.chiron.tuning.pretraining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.nn.training.LearningRateSchedule.WarmupStableDecay;
import dev.chiron.nn.training.Muon;
import dev.chiron.nn.training.TrainerConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * All that makes a model from nothing: a file from which the same model comes again.
 *
 * @param name of the model
 * @param data the directory that the sources' paths are below; relative to the recipe's file
 * @param seed of everything random
 * @param model the Hugging Face {@code config.json} of the model
 * @param tokenizer the vocabulary
 * @param corpus how much text
 * @param sources where the text comes from
 * @param training how the weights are trained
 */
public record PretrainingRecipe(
    String name,
    String data,
    long seed,
    ObjectNode model,
    TokenizerRecipe tokenizer,
    CorpusRecipe corpus,
    List<SourceRecipe> sources,
    TrainingRecipe training) {
  /**
   * @param vocabulary entries in all
   * @param characters of text to learn the merges from
   */
  public record TokenizerRecipe(int vocabulary, long characters) {}

  /**
   * @param tokens to train on
   * @param validationTokens held out, drawn from the same sources by another stream
   * @param context tokens that the model reads at once in training
   */
  public record CorpusRecipe(long tokens, long validationTokens, int context) {}

  /**
   * Muon with a warm-up, a constant rate and a linear fall, so that a run can be prolonged from
   * before its fall.
   *
   * @param batchSize rows of a micro-batch
   * @param accumulation micro-batches of a step
   * @param warmup steps
   * @param decay steps of the fall at the end
   */
  public record TrainingRecipe(
      long steps,
      int batchSize,
      int accumulation,
      double learningRate,
      long warmup,
      long decay,
      long evaluateEvery,
      long checkpointEvery) {}

  public PretrainingRecipe {
    sources = List.copyOf(sources);
  }

  /**
   * Reads a recipe.
   *
   * @throws InputException if the file is missing or a field is missing or wrong
   */
  public static PretrainingRecipe read(Path file) {
    JsonNode tree = Json.read(file);
    for (String field :
        List.of("name", "data", "model", "tokenizer", "corpus", "sources", "training")) {
      if (!tree.hasNonNull(field)) {
        throw InputException.in(file, field, "is missing from the recipe");
      }
    }
    return Json.read(file, PretrainingRecipe.class);
  }

  TrainerConfig trainerConfig() {
    return TrainerConfig.builder(
            new WarmupStableDecay(training.learningRate, training.warmup, training.decay, 0.02))
        .steps(training.steps)
        .batchSize(training.batchSize)
        .accumulation(training.accumulation)
        .optimizer(Muon.Settings.PRETRAINING)
        .evaluateEvery(training.evaluateEvery)
        .checkpointEvery(training.checkpointEvery)
        .logEvery(10)
        .reducedPrecision(true)
        .seed(seed)
        .build();
  }
}
