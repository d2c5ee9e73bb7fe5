package dev.chiron.nn.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.ModelException;
import dev.chiron.core.model.Capability;
import dev.chiron.core.model.Completion;
import dev.chiron.core.model.Decoding;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.model.Models;
import dev.chiron.core.model.Scores;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.EncoderDecoder;
import dev.chiron.nn.architecture.EncoderDecoderConfig;
import dev.chiron.nn.architecture.EncoderInput;
import dev.chiron.nn.architecture.StackSize;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.checkpoint.ElementType;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalEncoderDecoderTest {
  private static final List<Prompt> PROMPTS =
      List.of(
          Prompt.plain("where is the cat"),
          Prompt.plain("log"),
          Prompt.plain("the dog sat on the mat on the log"));
  private static final List<String> CANDIDATES = List.of("the cat", "dog", "one two one");

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private static Path directory;

  @BeforeAll
  static void write() {
    StackSize size = new StackSize(2, 16, 2, 24);
    write("t5", EncoderDecoderConfig.t5(17, size).withContextLength(24));
    write("flan-t5", EncoderDecoderConfig.flanT5(17, size).withContextLength(24));
    write(
        "bart",
        EncoderDecoderConfig.bart(17, size).withContextLength(24).withInitialDeviation(0.4));
  }

  private static void write(String name, EncoderDecoderConfig config) {
    TinyTokenizers.unigram(directory.resolve("tokenizer"));
    EncoderDecoder model = new EncoderDecoder(config);
    try (Parameters weights = model.initialize(new Seeds(8))) {
      ModelDirectory.write(
          directory.resolve(name), model, weights, directory.resolve("tokenizer"), ElementType.F32);
    }
  }

  private static LocalEncoderDecoder open(String name) {
    LanguageModel model = Models.open(directory.resolve(name).toString(), ModelOptions.DEFAULT);
    return model.as(LocalEncoderDecoder.class).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"t5", "flan-t5", "bart"})
  void promptsAreAnsweredInTheirOrderAsEachAlone(String name) {
    try (LocalEncoderDecoder model = open(name)) {
      for (Decoding decoding : List.of(Decoding.greedy(10), Decoding.sampled(10, 1, 3))) {
        List<Completion> together = model.generate(PROMPTS, decoding);
        for (int i = 0; i < PROMPTS.size(); i++) {
          assertThat(together.get(i)).isEqualTo(model.generate(PROMPTS.get(i), decoding));
        }
      }
      List<Completion> sampled = model.generate(PROMPTS, Decoding.sampled(10, 1, 3));
      assertThat(sampled).isNotEqualTo(model.generate(PROMPTS, Decoding.sampled(10, 1, 4)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"t5", "flan-t5", "bart"})
  void scoresAreTheLogProbabilitiesOfOnePassAndRanksAreScores(String name) {
    try (LocalEncoderDecoder model = open(name);
        Scope _ = Scope.open()) {
      List<List<Scores>> ranked = model.rank(PROMPTS, CANDIDATES);
      for (int p = 0; p < PROMPTS.size(); p++) {
        for (int c = 0; c < CANDIDATES.size(); c++) {
          double[] expected = direct(model, PROMPTS.get(p), CANDIDATES.get(c));
          Scores scored =
              model.score(List.of(PROMPTS.get(p)), List.of(CANDIDATES.get(c))).getFirst();
          assertClose(scored.tokenLogProbabilities(), expected);
          assertClose(ranked.get(p).get(c).tokenLogProbabilities(), expected);
        }
      }
    }
  }

  private static void assertClose(List<Double> actual, double[] expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual.get(i)).isCloseTo(expected[i], within(1e-4));
    }
  }

  /** One pass over the whole target, without a cache and without a batch. */
  private static double[] direct(LocalEncoderDecoder local, Prompt prompt, String continuation) {
    String text = ((Prompt.Plain) prompt).text();
    int[] source = local.tokenizer().encodeAllMarked(List.of(text)).getFirst();
    assertThat(source).endsWith(1);
    int[] target = local.tokenizer().encode(continuation);
    int[] prefix = local.model().config().prefix();
    int[] whole = Arrays.copyOf(prefix, prefix.length + target.length);
    System.arraycopy(target, 0, whole, prefix.length, target.length);
    Tensor logits =
        local
            .model()
            .forward(
                local.weights(),
                EncoderInput.of(new int[][] {source}),
                TokenInput.of(new int[][] {whole}),
                Interventions.NONE);
    float[] flat = Tensors.floats(torch.log_softmax(logits, 2));
    double[] values = new double[target.length];
    for (int i = 0; i < target.length; i++) {
      values[i] = flat[(prefix.length - 1 + i) * 17 + target[i]];
    }
    return values;
  }

  @Test
  void thePromptAndTheAnswerHaveAContextEach() {
    try (LocalEncoderDecoder model = open("t5")) {
      assertThat(model.info().capabilities()).containsExactly(Capability.SCORING);
      Prompt full = Prompt.plain("cat ".repeat(23).strip());
      assertThat(model.generate(full, Decoding.greedy(1000)).usage().completionTokens())
          .isLessThanOrEqualTo(23);
      Prompt longer = Prompt.plain("cat ".repeat(24).strip());
      assertThatThrownBy(() -> model.generate(longer, Decoding.greedy(1)))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("25 tokens");
    }
  }
}
