package dev.chiron.testkit;

import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.checkpoint.SafetensorsWriter;
import dev.chiron.nn.tokenizer.BytePairTokenizer;
import dev.chiron.nn.tokenizer.BytePairTrainer;
import dev.chiron.nn.training.LearningRateSchedule;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Decoders small enough to be made in a test: two layers, width 32, two heads, a vocabulary of at
 * most 320 byte pairs, a context of 256, about 30,000 parameters, in the Hugging Face layout
 * ({@code config.json}, {@code tokenizer.json}, {@code model.safetensors}).
 */
public final class TinyModels {
  private static final int VOCABULARY = 320;
  private static final int WIDTH = 32;
  private static final int LAYERS = 2;
  private static final int HEADS = 2;
  private static final int CONTEXT = 256;

  /** High for a transformer, but right for one so small: it learns a sentence in about 60 steps. */
  private static final double LEARNING_RATE = 1e-2;

  private TinyModels() {}

  /**
   * Writes a model with random weights; the same texts and seed give the same bytes.
   *
   * @param directory appears whole or not at all
   * @param texts what the tokenizer is learnt from
   */
  public static void random(Path directory, List<String> texts, Seeds seeds) {
    trained(directory, texts, 0, seeds);
  }

  /**
   * Writes a model that has been trained on texts, each as one document with its end-of-text token.
   *
   * @param steps of eight texts each; 0 leaves the weights random
   */
  public static void trained(Path directory, List<String> texts, int steps, Seeds seeds) {
    BytePairTrainer pairs = new BytePairTrainer(VOCABULARY);
    texts.forEach(pairs::add);
    BytePairTokenizer tokenizer = pairs.train();
    int end = tokenizer.endOfText().orElseThrow();
    Decoder decoder = new Decoder(config(tokenizer.vocabularySize(), end));
    try (Parameters weights = decoder.initialize(seeds.child("weights"))) {
      if (steps > 0) {
        TrainerConfig config =
            TrainerConfig.builder(new LearningRateSchedule.Constant(LEARNING_RATE, 0))
                .steps(steps)
                .seed(seeds.derive("order"))
                .build();
        weights.trainAll();
        new Trainer(config, weights, objective(decoder, weights, tokenizer, texts)).train();
        weights.freeze();
      }
      AtomicFiles.writeDirectory(
          directory,
          temporary -> {
            Files.writeString(
                temporary.resolve("config.json"), Json.pretty(decoder.config().toJson()));
            tokenizer.write(temporary.resolve("tokenizer.json"));
            SafetensorsWriter.write(temporary.resolve(Checkpoint.SINGLE), weights);
          });
    }
  }

  private static TokenObjective objective(
      Decoder decoder, Parameters weights, BytePairTokenizer tokenizer, List<String> texts) {
    List<TrainingExample> examples =
        texts.stream()
            .map(text -> tokenizer.encode(text + BytePairTrainer.END_OF_TEXT))
            .map(TrainingExample::causal)
            .toList();
    return new TokenObjective(decoder, weights, TrainingSet.of(examples));
  }

  private static DecoderConfig config(int vocabulary, int end) {
    return DecoderConfig.builder(vocabulary, WIDTH, LAYERS, HEADS)
        .contextLength(CONTEXT)
        .endTokens(end)
        .build();
  }
}
