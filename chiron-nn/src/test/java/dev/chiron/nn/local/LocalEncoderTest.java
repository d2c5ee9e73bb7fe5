package dev.chiron.nn.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import dev.chiron.core.model.EmbeddingModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Encoder;
import dev.chiron.nn.architecture.EncoderConfig;
import dev.chiron.nn.architecture.EncoderHead;
import dev.chiron.nn.architecture.EncoderInput;
import dev.chiron.nn.architecture.StackSize;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEncoderTest {
  private static final List<String> TEXTS =
      List.of("The cat sat on the mat", "dogs", "", "where is my log?");
  private static final EncoderConfig CLASSIFIER =
      EncoderConfig.bert(EncoderHead.NONE, 20, new StackSize(2, 16, 2, 24))
          .withContextLength(12)
          .withInitialDeviation(0.4)
          .withLabels(List.of("animal", "question"));

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private static Path directory;

  @BeforeAll
  static void write() {
    Path tokenizer = directory.resolve("tokenizer");
    TinyTokenizers.wordPiece(tokenizer);
    Encoder encoder = new Encoder(CLASSIFIER);
    try (Parameters weights = encoder.initialize(new Seeds(3))) {
      ModelDirectory.write(directory.resolve("bert"), encoder, weights, tokenizer, ElementType.F32);
    }
  }

  private static LocalEncoder open() {
    return LocalEncoder.open("bert", directory.resolve("bert"), Torch.device("cpu"));
  }

  @Test
  void textsStandBetweenTheMarksOfTheirTokenizer() {
    try (LocalEncoder encoder = open()) {
      List<int[]> rows = encoder.encode(List.of("The dogs sat", "", "sitting"));
      assertThat(rows.get(0)).containsExactly(2, 5, 7, 17, 8, 3);
      assertThat(rows.get(1)).containsExactly(2, 3);
      assertThat(rows.get(2)).containsExactly(2, 1, 3);
    }
  }

  @Test
  void aTextThatIsTooLongLosesItsEndButNotItsLastMark() {
    try (LocalEncoder encoder = open()) {
      int[] row = encoder.encode(List.of("cat ".repeat(30))).getFirst();
      assertThat(row).hasSize(12).startsWith(2, 6, 6).endsWith(6, 3);
    }
  }

  @Test
  void anEmbeddingIsTheMeanStateOfTheTextAloneAtUnitLength() {
    ModelOptions options = ModelOptions.DEFAULT;
    String path = directory.resolve("bert").toString();
    try (EmbeddingModel model = Models.openEmbedding(path, options);
        LocalEncoder encoder = open();
        Scope _ = Scope.open()) {
      float[][] vectors = model.embed(TEXTS);
      assertThat(model.name()).isEqualTo(path);
      for (int i = 0; i < TEXTS.size(); i++) {
        int[] row = encoder.encode(List.of(TEXTS.get(i))).getFirst();
        float[] states =
            Tensors.floats(
                encoder
                    .encoder()
                    .hidden(
                        encoder.weights(), EncoderInput.of(new int[][] {row}), Interventions.NONE));
        double[] mean = new double[16];
        for (int k = 0; k < states.length; k++) {
          mean[k % 16] += states[k] / row.length;
        }
        double length = Math.sqrt(Arrays.stream(mean).map(each -> each * each).sum());
        for (int k = 0; k < 16; k++) {
          assertThat((double) vectors[i][k]).isCloseTo(mean[k] / length, within(1e-5));
        }
      }
    }
  }

  @Test
  void probabilitiesAreThoseOfEachTextAloneAndSumToOne() {
    try (LocalClassifier classifier =
        LocalClassifier.open(directory.resolve("bert"), Torch.device("cpu"))) {
      assertThat(classifier.labels()).containsExactly("animal", "question");
      double[][] together = classifier.probabilities(TEXTS);
      for (int i = 0; i < TEXTS.size(); i++) {
        double[] alone = classifier.probabilities(List.of(TEXTS.get(i)))[0];
        assertThat(together[i][0]).isCloseTo(alone[0], within(1e-6)).isNotEqualTo(0.5);
        assertThat(together[i][0] + together[i][1]).isCloseTo(1, within(1e-6));
      }
    }
  }

  @Test
  void anEncoderIsNoLanguageModelAndSaysSo() {
    assertThatThrownBy(
            () -> Models.open(directory.resolve("bert").toString(), ModelOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("type 'bert', which writes no text");
  }

  @Test
  void anEncoderWithoutAHeadClassifiesNothing() throws IOException {
    Path bare = Files.createDirectories(directory.resolve("bare"));
    Encoder encoder =
        new Encoder(EncoderConfig.bert(EncoderHead.NONE, 20, new StackSize(1, 8, 2, 8)));
    try (Parameters weights = encoder.initialize(new Seeds(3))) {
      ModelDirectory.write(
          bare.resolve("model"), encoder, weights, directory.resolve("tokenizer"), ElementType.F32);
    }
    assertThatThrownBy(() -> LocalClassifier.open(bare.resolve("model"), Torch.device("cpu")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("config.json: field 'architectures'");
  }
}
