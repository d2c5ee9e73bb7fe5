package dev.chiron.tuning.pretraining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.checkpoint.SafetensorsWriter;
import dev.chiron.nn.tokenizer.BytePairTrainer;
import dev.chiron.nn.tokenizer.Tokenizer;
import dev.chiron.nn.training.PackedSet;
import dev.chiron.nn.training.TokenFile;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainingResult;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes a model from a recipe: trains the vocabulary, writes the corpus, trains the weights, and
 * exports a Hugging Face directory.
 *
 * <p>Each part is kept in the run, so a run that is started again goes on where it was; the
 * training goes on from its last checkpoint to the same weights, bit for bit.
 */
public final class Pretraining {
  private final PretrainingRecipe recipe;
  private final Path data;
  private final Seeds seeds;

  /**
   * Reads the recipe; nothing else is done yet.
   *
   * @param recipeFile its data directory is relative to it
   * @throws dev.chiron.core.error.InputException if it is missing or wrong
   */
  public Pretraining(Path recipeFile) {
    this.recipe = PretrainingRecipe.read(recipeFile);
    this.data = recipeFile.toAbsolutePath().resolveSibling(recipe.data()).normalize();
    this.seeds = new Seeds(recipe.seed());
  }

  /**
   * Trains and exports.
   *
   * @param run where the parts are kept
   * @param target the directory of the model; other files that stand there stay
   */
  public TrainingResult train(Run run, Path target, Progress progress) {
    Path directory = run.directory();
    prepare(directory, progress);
    Decoder decoder = new Decoder(DecoderConfig.read(directory.resolve("config.json")));
    try (Parameters weights = decoder.initialize(seeds.child("weights"))) {
      TrainingResult result =
          new Trainer(
                  recipe.trainerConfig(),
                  weights.trainAll(),
                  objective(decoder, weights, directory.resolve("train.tokens")))
              .validatedBy(objective(decoder, weights, directory.resolve("validation.tokens")))
              .in(run)
              .tells(progress)
              .train();
      export(weights, directory, target, result);
      return result;
    }
  }

  /** Writes what the training reads: configuration, tokenizer and token files. */
  private void prepare(Path directory, Progress progress) {
    AtomicFiles.write(directory.resolve("config.json"), Json.pretty(recipe.model()));
    Path tokenizer = directory.resolve("tokenizer.json");
    Path train = directory.resolve("train.tokens");
    Path validation = directory.resolve("validation.tokens");
    if (Files.exists(tokenizer) && Files.exists(train) && Files.exists(validation)) {
      return;
    }
    CorpusWriter corpus =
        new CorpusWriter(
            new CorpusSources(data).open(recipe.sources()), recipe.corpus().context(), progress);
    if (!Files.exists(tokenizer)) {
      PretrainingRecipe.TokenizerRecipe wanted = recipe.tokenizer();
      corpus.trainTokenizer(wanted.vocabulary(), wanted.characters(), seeds).write(tokenizer);
    }
    Tokenizer opened = Tokenizer.open(tokenizer);
    if (!Files.exists(validation)) {
      long tokens = recipe.corpus().validationTokens();
      corpus.write(validation, opened, tokens, seeds.generator("validation"));
    }
    if (!Files.exists(train)) {
      corpus.write(train, opened, recipe.corpus().tokens(), seeds.generator("train"));
    }
  }

  private TokenObjective objective(Decoder decoder, Parameters weights, Path file) {
    TokenFile tokens = TokenFile.open(file);
    int row = recipe.corpus().context() + 1;
    return new TokenObjective(
        decoder, weights, PackedSet.pack(tokens, row, seeds.child("packing")));
  }

  private void export(Parameters weights, Path source, Path target, TrainingResult result) {
    AtomicFiles.write(target.resolve("config.json"), Json.pretty(recipe.model()));
    AtomicFiles.write(
        target.resolve("tokenizer.json"),
        temporary ->
            Files.copy(
                source.resolve("tokenizer.json"),
                temporary,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING));
    ObjectNode special = Json.object();
    special.put("tokenizer_class", "PreTrainedTokenizerFast");
    special.put("eos_token", BytePairTrainer.END_OF_TEXT);
    special.put("pad_token", BytePairTrainer.PADDING);
    AtomicFiles.write(target.resolve("tokenizer_config.json"), Json.pretty(special));
    SafetensorsWriter.write(
        target.resolve(Checkpoint.SINGLE), weights, ElementType.BF16, Map.of("format", "pt"));
    ObjectNode record = record(result).put("parameters", weights.count());
    AtomicFiles.write(target.resolve("training.json"), Json.pretty(record));
  }

  /** A training's result as {@code training.json} has it; without a validation loss if none was. */
  public static ObjectNode record(TrainingResult result) {
    ObjectNode record = Json.object();
    record.put("steps", result.steps());
    record.put("seconds", Math.round(result.seconds()));
    record.put("trainingLoss", result.trainingLoss());
    result.validationLoss().ifPresent(loss -> record.put("validationLoss", loss));
    return record.put("bestStep", result.bestStep());
  }
}
