package dev.chiron.bench.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.checkpoint.SafetensorsWriter;
import dev.chiron.nn.gguf.GgufExport;
import dev.chiron.nn.gguf.GgufType;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tokenizer.BytePairTokenizer;
import dev.chiron.nn.tokenizer.BytePairTrainer;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A decoder with random weights, and its files for engines that read some: a Hugging Face directory
 * and a GGUF file, in float32, with a tokenizer of made-up words.
 *
 * @param prompt text of about as many tokens as the shape's context
 */
record SharedModel(Decoder decoder, Parameters weights, Path directory, Path gguf, String prompt)
    implements AutoCloseable {
  private static final int LETTERS = 26;

  /** Enough words that pieces of them fill a vocabulary. */
  private static final int WORDS_PER_TOKEN = 4;

  /**
   * Writes the files.
   *
   * @param steps the most tokens that are written behind the context
   */
  static SharedModel write(Path directory, DecoderShape shape, int steps) {
    Decoder decoder = shape.decoder(steps);
    ObjectNode config = decoder.config().toJson();
    config.put("bos_token_id", 0); // Jlama asks for both, though none is used
    config.put("eos_token_id", 0);
    AtomicFiles.write(directory.resolve("config.json"), Json.pretty(config));
    RandomGenerator random = new Seeds(3).generator("words");
    BytePairTrainer trainer = new BytePairTrainer(shape.vocabulary());
    for (int i = 0; i < WORDS_PER_TOKEN * shape.vocabulary(); i++) {
      trainer.add(word(random) + " ");
    }
    BytePairTokenizer tokenizer = trainer.train();
    tokenizer.write(directory.resolve("tokenizer.json"));
    Parameters weights = decoder.initialize(new Seeds(0));
    Path gguf = directory.resolve("model.gguf");
    try (Scope _ = Scope.open()) {
      SafetensorsWriter.write(
          directory.resolve(Checkpoint.SINGLE),
          Weights.of(Checkpoint.files(decoder, weights).toMap()));
      GgufExport.write(gguf, "peer", decoder, weights, directory, List.of(), GgufType.F32);
    }
    StringBuilder prompt = new StringBuilder(word(random));
    while (tokenizer.encode(prompt.toString()).length < shape.context() - 2) {
      prompt.append(' ').append(word(random));
    }
    return new SharedModel(decoder, weights, directory, gguf, prompt.toString());
  }

  private static String word(RandomGenerator random) {
    int length = random.nextInt(3, 8);
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + random.nextInt(LETTERS)));
    }
    return word.toString();
  }

  @Override
  public void close() {
    weights.close();
  }
}
