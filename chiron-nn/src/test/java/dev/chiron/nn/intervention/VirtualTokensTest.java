package dev.chiron.nn.intervention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.AttentionMask;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.Generator;
import dev.chiron.nn.generation.Scorer;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A soft prompt of the embeddings of real tokens must do what the tokens do. */
class VirtualTokensTest {
  private static final int VOCABULARY = 31;

  private static final Decoder DECODER =
      new Decoder(
          DecoderConfig.builder(VOCABULARY, 32, 3, 4)
              .keyValueHeads(2)
              .initialDeviation(0.5)
              .build());

  private static final int[] FRONT = {3, 4, 5};

  private static final List<int[]> TEXTS =
      List.of(
          new int[] {1, 2, 3, 4, 5, 6},
          new int[] {30},
          new int[] {9, 8, 7, 6},
          new int[] {11, 12, 7});

  @SuppressWarnings("NullAway.Init") // opened before each test
  private Scope scope;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Parameters weights;

  @BeforeEach
  void open() {
    scope = Scope.open();
    weights = DECODER.initialize(new Seeds(12));
  }

  @AfterEach
  void close() {
    weights.close();
    scope.close();
  }

  private Intervention soft(int... tokens) {
    Tensor table = weights.get("model.embed_tokens.weight");
    Tensor prompt = torch.embedding(table, Tensors.longs(tokens));
    return new Intervention() {
      @Override
      public int virtualTokens() {
        return tokens.length;
      }

      @Override
      public Optional<Tensor> prompt() {
        return Optional.of(prompt);
      }
    };
  }

  private static int[] joined(int[] first, int[] second) {
    int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static List<int[]> behindFront(List<int[]> texts) {
    return texts.stream().map(text -> joined(FRONT, text)).toList();
  }

  private float[] logits(TokenInput input, Intervention... interventions) {
    return Tensors.floats(DECODER.forward(weights, input, Interventions.of(interventions)));
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).as("number %d", i).isCloseTo(expected[i], within(2e-4f));
    }
  }

  @Test
  void aSoftPromptOfEmbeddedTokensIsThoseTokens() {
    int[] text = {7, 8, 9, 1};
    float[] whole = logits(TokenInput.of(new int[][] {joined(FRONT, text)}));
    float[] tail = Arrays.copyOfRange(whole, FRONT.length * VOCABULARY, whole.length);
    float[] soft = logits(TokenInput.of(new int[][] {text, text}), soft(FRONT));
    assertClose(Arrays.copyOf(soft, tail.length), tail);
    assertClose(Arrays.copyOfRange(soft, tail.length, soft.length), tail);
    float[] plain = logits(TokenInput.of(new int[][] {text}));
    assertThat(Math.abs(plain[0] - tail[0])).isGreaterThan(1e-2f);
  }

  @Test
  void softPromptsInAListFollowEachOther() {
    TokenInput input = TokenInput.of(new int[][] {{7, 8, 9}});
    assertClose(logits(input, soft(3), soft(4, 5)), logits(input, soft(FRONT)));
  }

  @Test
  void anArbitraryMaskLeavesTheVirtualTokensInSight() {
    boolean[] allowed = {true, true, false, true}; // the first sees the second as well
    TokenInput input =
        TokenInput.of(new int[][] {{7, 8}})
            .withMask(new AttentionMask.Explicit(Tensors.booleans(allowed, 1, 1, 2, 2)));
    boolean[] whole = {
      true, false, false, false, //
      true, true, false, false, //
      true, true, true, true, //
      true, true, false, true
    };
    TokenInput written =
        TokenInput.of(new int[][] {{3, 4, 7, 8}})
            .withMask(new AttentionMask.Explicit(Tensors.booleans(whole, 1, 1, 4, 4)));
    float[] expected = logits(written);
    assertClose(
        logits(input, soft(3, 4)), Arrays.copyOfRange(expected, 2 * VOCABULARY, expected.length));
  }

  @Test
  void continuationsOfPaddedPromptsAreThoseOfTheWrittenPrompt() {
    GenerationOptions options = GenerationOptions.greedy(6);
    List<int[]> soft =
        new Generator(DECODER, weights, Interventions.of(soft(FRONT)))
            .generate(TEXTS, options).stream().map(each -> each.tokens()).toList();
    List<int[]> written =
        new Generator(DECODER, weights, Interventions.NONE)
            .generate(behindFront(TEXTS), options).stream().map(each -> each.tokens()).toList();
    assertThat(soft).usingRecursiveComparison().isEqualTo(written);
  }

  @Test
  void rankingsOfPaddedPromptsAreThoseOfTheWrittenPrompt() {
    List<int[]> candidates = List.of(new int[] {3}, new int[] {1, 2, 3}, new int[] {1, 5});
    List<List<double[]>> soft =
        new Scorer(DECODER, weights, Interventions.of(soft(FRONT))).rank(TEXTS, candidates);
    List<List<double[]>> written =
        new Scorer(DECODER, weights, Interventions.NONE).rank(behindFront(TEXTS), candidates);
    for (int text = 0; text < TEXTS.size(); text++) {
      for (int c = 0; c < candidates.size(); c++) {
        assertThat(soft.get(text).get(c)).containsExactly(written.get(text).get(c), within(2e-4));
      }
    }
  }

  @Test
  void theInputOfALinearMapCanBeChanged() {
    List<Site> sites = new ArrayList<>();
    Intervention doubling =
        new Intervention() {
          @Override
          public Tensor input(Site site, Tensor input) {
            sites.add(site);
            return site.equals(Site.HEAD) ? input.add(input) : input;
          }
        };
    TokenInput input = TokenInput.of(new int[][] {{7, 8, 9}});
    float[] plain = logits(input);
    float[] doubled = logits(input, doubling);
    for (int i = 0; i < plain.length; i++) {
      assertThat(doubled[i]).isCloseTo(2 * plain[i], within(1e-4f));
    }
    assertThat(sites).containsExactlyElementsOf(DECODER.linearSites().keySet());
  }

  @Test
  void prefixesOfEveryLayerAreSeenInOrder() {
    Tensor keys = Tensors.floats(new float[] {1, 2}, 1, 1, 1, 2);
    Tensor more = Tensors.floats(new float[] {3, 4, 5, 6}, 1, 1, 2, 2);
    Interventions both =
        Interventions.of(prefix(1, new KeyValues(keys, keys)), prefix(1, new KeyValues(more, more)))
            .plus(prefix(0, new KeyValues(more, keys)));
    List<KeyValues> prefixes = List.copyOf(both.prefixes().values()); // of layers 0 and 1
    assertThat(prefixes).hasSize(2);
    assertThat(Tensors.floats(prefixes.get(0).values())).containsExactly(1, 2);
    assertThat(Tensors.floats(prefixes.get(1).keys())).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(Tensors.shape(prefixes.get(1).values())).containsExactly(1, 1, 3, 2);
  }

  private static Intervention prefix(int layer, KeyValues values) {
    return new Intervention() {
      @Override
      public Map<Integer, KeyValues> prefixes() {
        return Map.of(layer, values);
      }
    };
  }
}
