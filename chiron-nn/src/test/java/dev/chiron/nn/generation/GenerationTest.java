package dev.chiron.nn.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GenerationTest {
  private static final Decoder DECODER =
      new Decoder(
          DecoderConfig.builder(31, 32, 2, 4).keyValueHeads(2).initialDeviation(0.5).build());

  private static final List<int[]> PROMPTS =
      List.of(
          new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9},
          new int[] {30},
          new int[] {4, 4, 4},
          new int[] {9, 8, 7, 6, 5},
          new int[] {11, 12});

  /** The same prompts behind twenty tokens that all of them begin with. */
  private static final List<int[]> LONG_PROMPTS =
      PROMPTS.stream().map(prompt -> behind(IntStream.range(5, 25), prompt)).toList();

  /** Two families that begin with 20 and with 31 tokens, and two rows alone. */
  private static final List<int[]> FAMILIES =
      List.of(
          behind(IntStream.range(5, 25), PROMPTS.get(0)),
          behind(IntStream.range(0, 31), PROMPTS.get(2)),
          IntStream.range(0, 40).map(i -> i * i % 31).toArray(),
          behind(IntStream.range(5, 25), PROMPTS.get(1)),
          behind(IntStream.range(0, 31), PROMPTS.get(3)),
          PROMPTS.get(4),
          behind(IntStream.range(0, 31), PROMPTS.get(1)));

  private static int[] behind(IntStream beginning, int[] prompt) {
    return IntStream.concat(beginning, IntStream.of(prompt)).toArray();
  }

  @SuppressWarnings("NullAway.Init") // made before the tests
  private static Parameters weights;

  @BeforeAll
  static void makeWeights() {
    weights = DECODER.initialize(new Seeds(12));
  }

  @AfterAll
  static void closeWeights() {
    weights.close();
  }

  private static Generator generator() {
    return new Generator(DECODER, weights, Interventions.NONE);
  }

  /** The next token by a whole pass over everything before it. */
  private static int mostLikelyAfter(int[] tokens) {
    try (Scope _ = Scope.open()) {
      float[] logits =
          Tensors.floats(
              DECODER.forwardLast(
                  weights, TokenInput.of(new int[][] {tokens}), Interventions.NONE));
      return Sampling.GREEDY.choose(logits, new Seeds(0).generator("none"));
    }
  }

  @Test
  void greedyGenerationEqualsAWholePassForEveryToken() {
    int[] text = PROMPTS.getFirst();
    int[] tokens =
        generator().generate(List.of(text), GenerationOptions.greedy(12)).getFirst().tokens();
    assertThat(tokens).hasSize(12);
    for (int token : tokens) {
      assertThat(token).isEqualTo(mostLikelyAfter(text));
      text = Arrays.copyOf(text, text.length + 1);
      text[text.length - 1] = token;
    }
  }

  static List<List<int[]>> batches() {
    return List.of(
        PROMPTS, LONG_PROMPTS, FAMILIES, Collections.nCopies(3, LONG_PROMPTS.getFirst()));
  }

  @ParameterizedTest
  @MethodSource("batches")
  void aBatchOfPromptsGivesWhatEachGivesAlone(List<int[]> prompts) {
    for (Sampling sampling :
        List.of(Sampling.GREEDY, new Sampling(1.5, 0, 1), new Sampling(2, 10, 0.9))) {
      GenerationOptions options =
          GenerationOptions.sampled(15, sampling, new Seeds(3), 7)
              .withStop((row, tokens) -> tokens.length > row * 3);
      List<Generated> together = generator().generate(prompts, options);
      for (int i = 0; i < prompts.size(); i++) {
        int row = i;
        GenerationOptions alone =
            new GenerationOptions(
                15,
                sampling,
                options.endTokens(),
                (_, tokens) -> tokens.length > row * 3,
                LogitsProcessor.NONE,
                _ -> options.random().apply(row));
        Generated single = generator().generate(List.of(prompts.get(i)), alone).getFirst();
        assertThat(together.get(i).tokens()).as("row %d", i).isEqualTo(single.tokens());
        assertThat(together.get(i).stopped()).isEqualTo(single.stopped());
      }
    }
  }

  @Test
  void anEndTokenEndsARowAndIsNotPartOfIt() {
    int[] free =
        generator()
            .generate(List.of(PROMPTS.get(3)), GenerationOptions.greedy(10))
            .getFirst()
            .tokens();
    int end = free[4];
    int first = 0;
    while (free[first] != end) {
      first++;
    }
    Generated ended =
        generator().generate(List.of(PROMPTS.get(3)), GenerationOptions.greedy(10, end)).getFirst();
    assertThat(ended.tokens()).isEqualTo(Arrays.copyOf(free, first));
    assertThat(ended.stopped()).isTrue();
  }

  @Test
  void theLimitEndsARowThatNothingElseStops() {
    Generated limited =
        generator().generate(List.of(PROMPTS.get(3)), GenerationOptions.greedy(4)).getFirst();
    assertThat(limited.tokens()).hasSize(4);
    assertThat(limited.stopped()).isFalse();
  }

  @Test
  void aProcessorDecidesWhatMayBeDrawn() {
    LogitsProcessor countUp =
        (row, tokens, logits) -> {
          for (int i = 0; i < logits.length; i++) {
            if (i != row + tokens.length) {
              logits[i] = Float.NEGATIVE_INFINITY;
            }
          }
        };
    List<Generated> all =
        generator().generate(PROMPTS, GenerationOptions.greedy(3).withProcessor(countUp));
    assertThat(all.get(0).tokens()).containsExactly(0, 1, 2);
    assertThat(all.get(4).tokens()).containsExactly(4, 5, 6);
  }

  @Test
  void rowsDrawFromTheirOwnStreams() {
    GenerationOptions options = GenerationOptions.sampled(20, new Sampling(3, 0, 1), new Seeds(1));
    List<Generated> same = generator().generate(List.of(PROMPTS.get(0), PROMPTS.get(0)), options);
    assertThat(same.get(0).tokens()).isNotEqualTo(same.get(1).tokens());
  }

  @Test
  void scoresAreTheLogProbabilitiesOfAWholePass() {
    List<int[]> continuations =
        List.of(new int[] {3}, new int[] {1, 2, 3}, new int[] {}, new int[] {8, 8}, new int[] {5});
    List<double[]> scores =
        new Scorer(DECODER, weights, Interventions.NONE).score(PROMPTS, continuations);
    for (int i = 0; i < PROMPTS.size(); i++) {
      assertScores(scores.get(i), PROMPTS.get(i), continuations.get(i));
    }
  }

  @Test
  void whatASlidingWindowHidesStaysHiddenBehindASharedBeginning() {
    Decoder windowed =
        new Decoder(
            DecoderConfig.builder(31, 32, 2, 4).initialDeviation(0.5).window(12, 0).build());
    try (Parameters own = windowed.initialize(new Seeds(13))) {
      Scorer scorer = new Scorer(windowed, own, Interventions.NONE);
      int[] candidate = {3, 1, 2};
      List<List<double[]>> together = scorer.rank(FAMILIES, List.of(candidate));
      for (int i = 0; i < FAMILIES.size(); i++) {
        double[] alone = scorer.score(List.of(FAMILIES.get(i)), List.of(candidate)).getFirst();
        assertThat(together.get(i).getFirst()).containsExactly(alone, within(1e-4));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("batches")
  void rankingWithASharedPromptEqualsScoringEveryPairAlone(List<int[]> prompts) {
    List<int[]> candidates = new ArrayList<>(List.of(new int[] {3}, new int[] {1, 2, 3}));
    candidates.add(new int[] {1, 2, 4, 5});
    candidates.add(new int[] {});
    for (int i = 0; i < 100; i++) {
      candidates.add(new int[] {i % 31, (7 * i) % 31, 3, 4, 5, 6, 7, (3 * i) % 31}); // two packs
    }
    Scorer scorer = new Scorer(DECODER, weights, Interventions.NONE);
    List<List<double[]>> ranked = scorer.rank(prompts, candidates);
    for (int i = 0; i < prompts.size(); i++) {
      List<double[]> expected =
          scorer.score(Collections.nCopies(candidates.size(), prompts.get(i)), candidates);
      for (int c = 0; c < candidates.size(); c++) {
        assertThat(ranked.get(i).get(c))
            .as("prompt %d, candidate %d", i, c)
            .containsExactly(expected.get(c), within(1e-4));
      }
    }
  }

  private static void assertScores(double[] actual, int[] prompt, int[] continuation) {
    assertThat(actual).hasSameSizeAs(continuation);
    int[] all = Arrays.copyOf(prompt, prompt.length + continuation.length);
    System.arraycopy(continuation, 0, all, prompt.length, continuation.length);
    try (Scope _ = Scope.open()) {
      float[] expected =
          Tensors.floats(
              torch.log_softmax(DECODER.forward(weights, TokenInput.of(new int[][] {all})), 2));
      for (int i = 0; i < continuation.length; i++) {
        int at = (prompt.length - 1 + i) * 31 + continuation[i];
        assertThat(actual[i]).as("token %d", i).isCloseTo(expected[at], within(1e-4));
      }
    }
  }
}
