package dev.chiron.nn.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogitsProcessorTest {
  private static final float FORBIDDEN = Float.NEGATIVE_INFINITY;

  private static VocabularyTrie trie(String... tokens) {
    return VocabularyTrie.of(
        Arrays.stream(tokens).map(token -> token.getBytes(StandardCharsets.UTF_8)).toList());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theRepetitionPenaltyDividesPositiveLogitsAndMultipliesNegativeOnesOnce() {
    float[] logits = {2, -2, 3, 4, FORBIDDEN};
    new RepetitionPenalty(2, List.of(new int[] {0, 0, 4})).process(0, new int[] {1, 1, 3}, logits);
    assertThat(logits).containsExactly(1, -4, 3, 2, FORBIDDEN);
  }

  @Test
  void aTrieFindsExactlyTheTokensThatBeginSoAndThatATextBeginsWith() {
    List<String> tokens = new ArrayList<>(List.of("", "a", "ab", "b", "ä", "abc", "ba", "a"));
    var random = new Seeds(3).generator("tokens");
    for (int i = 0; i < 300; i++) {
      StringBuilder token = new StringBuilder();
      random.ints(1 + random.nextInt(4), 0, 3).forEach(c -> token.append("abä".charAt(c)));
      tokens.add(token.toString());
    }
    VocabularyTrie trie = trie(tokens.toArray(String[]::new));
    for (String text : List.of("", "a", "ab", "ba", "äab", "bbbb", "abä", "c")) {
      assertThat(new HashSet<>(trie.startingWith(utf8(text))))
          .as("starting with '%s'", text)
          .isEqualTo(matching(tokens, token -> !token.isEmpty() && token.startsWith(text)));
      assertThat(new HashSet<>(trie.beginnings(utf8("xx" + text), 2)))
          .as("beginnings of '%s'", text)
          .isEqualTo(matching(tokens, token -> !token.isEmpty() && text.startsWith(token)));
    }
  }

  private static Set<Integer> matching(
      List<String> tokens, java.util.function.Predicate<String> wanted) {
    Set<Integer> found = new HashSet<>();
    IntStream.range(0, tokens.size()).filter(i -> wanted.test(tokens.get(i))).forEach(found::add);
    return found;
  }

  @Test
  void allowedTextsLetOnlyTokensPassThatCarryOnOneOfThem() {
    AllowedTexts allowed =
        new AllowedTexts(
            trie("<end>", "n", "no", "not", "y", "yes", "es", "o", "e"),
            List.of("no", "not", "yes"),
            0);
    assertThat(passing(allowed)).containsExactly(1, 2, 3, 4, 5);
    assertThat(passing(allowed, 4)).containsExactly(6, 8);
    assertThat(passing(allowed, 1)).containsExactly(7);
    assertThat(passing(allowed, 2)).containsExactly(0); // "t" is no token, so only "no" can end
    assertThat(passing(allowed, 4, 6)).containsExactly(0);
    assertThatThrownBy(() -> passing(allowed, 8)).hasMessageContaining("left the allowed texts");
  }

  private static int[] passing(LogitsProcessor processor, int... tokens) {
    float[] logits = new float[9];
    processor.process(0, tokens, logits);
    return IntStream.range(0, logits.length).filter(i -> logits[i] != FORBIDDEN).toArray();
  }

  @Test
  void constrainedSamplesAreAllowedTextsAndEachOneCanCome() {
    String[] tokens = {"<end>", "n", "no", "o", "y", "es", "e", "s", "x", "t"};
    VocabularyTrie trie = trie(tokens);
    List<String> texts = List.of("no", "not", "yes");
    try (TinyModels model = new TinyModels(tokens.length, 6)) {
      ModelView view = model.view();
      GenerationOptions options =
          GenerationOptions.sampled(8, new Sampling(3, 0, 1), new Seeds(1), 0)
              .withProcessor(new AllowedTexts(trie, texts, 0));
      List<int[]> prompts = IntStream.range(0, 60).mapToObj(_ -> new int[] {8, 1}).toList();
      Set<String> seen = new HashSet<>();
      for (Generated each :
          new Generator(view.architecture(), view.weights(), view.interventions())
              .generate(prompts, options)) {
        seen.add(new String(trie.bytes(each.tokens()), StandardCharsets.UTF_8));
        assertThat(each.stopped()).isTrue();
      }
      assertThat(seen).containsExactlyInAnyOrderElementsOf(texts);
    }
  }

  @Test
  void contrastIsTheStatedCombinationOfBothModels() {
    List<int[]> prompts = List.of(new int[] {1, 2}, new int[] {5});
    try (TinyModels own = new TinyModels(11, 1);
        TinyModels other = new TinyModels(11, 2);
        Contrast contrast = new Contrast(other.view(), prompts, 0.7, 0.1)) {
      // In an order that takes texts back, as speculation does.
      int[][] continuations = {{}, {3}, {3, 4}, {3, 9, 1, 2}, {3}, {7, 7}};
      for (int[] tokens : continuations) {
        for (int row = 0; row < 2; row++) {
          int[] text = Contrast.joined(prompts.get(row), tokens);
          double[] e = own.logProbabilities(text);
          double[] a = other.logProbabilities(text);
          float[] logits = own.logits(text);
          contrast.process(row, tokens, logits);
          double least = Math.log(0.1) + Arrays.stream(e).max().orElseThrow();
          for (int i = 0; i < 11; i++) {
            if (e[i] < least) {
              assertThat(logits[i]).isEqualTo(FORBIDDEN);
            } else {
              assertThat((double) logits[i]).isCloseTo(1.7 * e[i] - 0.7 * a[i], within(1e-3));
            }
          }
        }
      }
    }
  }

  @Test
  void contrastWithTheSameModelChangesNothingThatIsPlausible() {
    int[] prompt = {1, 2};
    try (TinyModels own = new TinyModels(11, 1);
        Contrast contrast = new Contrast(own.view(), List.of(prompt), 3, 0)) {
      float[] logits = own.logits(prompt);
      contrast.process(0, new int[0], logits);
      double[] e = own.logProbabilities(prompt);
      for (int i = 0; i < 11; i++) {
        assertThat((double) logits[i]).isCloseTo(e[i], within(1e-3));
      }
    }
  }

  @Test
  void processorsActInTheOrderInWhichTheyAreJoined() {
    LogitsProcessor plus = (row, tokens, logits) -> logits[0] += 1;
    LogitsProcessor doubled = (row, tokens, logits) -> logits[0] *= 2;
    float[] logits = {3};
    plus.then(doubled).process(0, new int[0], logits);
    assertThat(logits).containsExactly(8);
  }
}
