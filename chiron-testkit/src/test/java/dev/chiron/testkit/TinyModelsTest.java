package dev.chiron.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tokenizer.Tokenizer;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyModelsTest {
  private static final List<String> TEXTS =
      List.of("The colour of the sky is blue.", "The colour of the grass is green.");

  @TempDir Path directory;

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherOthers() throws IOException {
    for (int seed : new int[] {1, 1, 2}) {
      Path target = directory.resolve(Files.exists(directory.resolve("1")) ? "again" + seed : "1");
      TinyModels.random(target, TEXTS, new Seeds(seed));
    }
    assertThat(weights("1")).isEqualTo(weights("again1")).isNotEqualTo(weights("again2"));
  }

  @Test
  void trainingMakesTheTextsLikely() {
    TinyModels.random(directory.resolve("random"), TEXTS, new Seeds(3));
    TinyModels.trained(directory.resolve("trained"), TEXTS, 60, new Seeds(3));
    // A random model is about as sure as one that draws each of 320 tokens alike: log 320 = 5.8.
    assertThat(loss("random")).isBetween(4.5, 7.5);
    assertThat(loss("trained")).isLessThan(0.5);
  }

  private byte[] weights(String name) throws IOException {
    return Files.readAllBytes(directory.resolve(name).resolve(Checkpoint.SINGLE));
  }

  /** The mean loss of a token of the first text, in a model as read from its directory. */
  private double loss(String name) {
    Path home = directory.resolve(name);
    Decoder decoder = new Decoder(DecoderConfig.read(home.resolve("config.json")));
    Tokenizer tokenizer = Tokenizer.open(home.resolve("tokenizer.json"));
    TrainingExample text = TrainingExample.causal(tokenizer.encode(TEXTS.getFirst()));
    try (Parameters weights = Checkpoint.read(home, decoder);
        Scope _ = Scope.open()) {
      double sum =
          new TokenObjective(decoder, weights, TrainingSet.of(List.of(text)))
              .loss(new int[] {0})
              .item_double();
      return sum / text.weight();
    }
  }
}
