package dev.chiron.nn.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class BytePairTrainerTest {

  @Test
  void mergesTheMostFrequentPairFirst() {
    BytePairTokenizer tokenizer =
        new BytePairTrainer(260, List.of()).add("low low low lower lowest newer").train();

    // Counts: " l" 4, "lo" 5, "ow" 5; "lo" and "ow" are level, and l has the smaller id.
    assertThat(tokenizer.merges().get(0)).isEqualTo(new BytePairTokenizer.Merge("l", "o"));
    assertThat(tokenizer.merges().get(1)).isEqualTo(new BytePairTokenizer.Merge("lo", "w"));
  }

  @Test
  void stopsWhenNoPairOccursTwice() {
    BytePairTokenizer tokenizer = new BytePairTrainer(1000).add("abcdefg").train();

    assertThat(tokenizer.merges()).isEmpty();
    assertThat(tokenizer.vocabularySize()).isEqualTo(258);
  }

  @Test
  void learnsTheSameFromTextsInAnyOrder() {
    List<String> texts = new ArrayList<>(List.of("the cat sat", "the hat", "a cat that sat", "at"));
    BytePairTokenizer one = train(texts);
    Collections.reverse(texts);

    assertThat(train(texts).merges()).isEqualTo(one.merges()).isNotEmpty();
  }

  private static BytePairTokenizer train(List<String> texts) {
    BytePairTrainer trainer = new BytePairTrainer(270);
    texts.forEach(trainer::add);
    return trainer.train();
  }

  @Test
  void makesABlankLineOneTokenAndKeepsDigitsApart() {
    String text = "Input: 12 apples\nOutput: 12\n\n".repeat(20);
    BytePairTokenizer tokenizer = new BytePairTrainer(400).add(text).train();

    assertThat(tokenizer.encode("\n\n")).hasSize(1);
    assertThat(tokenizer.encode("x\n\ny")).hasSize(3);
    assertThat(tokenizer.encode("12")).hasSize(2);
    assertThat(tokenizer.encode(" 12")).endsWith(tokenizer.encode("12"));
  }

  @Test
  void keepsSpecialTokensOutOfTheMerges() {
    String text = (BytePairTrainer.END_OF_TEXT + "ab").repeat(9);
    BytePairTokenizer tokenizer = new BytePairTrainer(400).add(text).train();

    assertThat(tokenizer.merges()).containsExactly(new BytePairTokenizer.Merge("a", "b"));
    assertThat(tokenizer.encode(BytePairTrainer.END_OF_TEXT)).containsExactly(0);
  }

  @Test
  void refusesAVocabularyWithoutRoomForTheBytes() {
    assertThatThrownBy(() -> new BytePairTrainer(257))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("258");
  }

  @Property(tries = 300)
  void learnsWhatTheNaiveTrainerLearns(
      @ForAll @Size(min = 1, max = 12)
          List<@StringLength(max = 30) @CharRange(from = 'a', to = 'd') String> texts) {
    BytePairTrainer trainer = new BytePairTrainer(256 + 40, List.of());
    texts.forEach(trainer::add);

    assertThat(trainer.train().merges()).isEqualTo(naive(texts, 40));
  }

  /** Counts every pair anew before every merge. */
  private static List<BytePairTokenizer.Merge> naive(List<String> texts, int entries) {
    List<String> tokens = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      tokens.add(String.valueOf(ByteAlphabet.character(b)));
    }
    List<List<String>> words = new ArrayList<>();
    texts.forEach(text -> PreTokenization.words(text, word -> words.add(List.of(word.split("")))));
    List<BytePairTokenizer.Merge> merges = new ArrayList<>();
    while (tokens.size() < 256 + entries) {
      Map<List<Integer>, Integer> counts =
          new TreeMap<>(
              (a, b) -> a.get(0).equals(b.get(0)) ? a.get(1) - b.get(1) : a.get(0) - b.get(0));
      for (List<String> word : words) {
        for (int i = 0; i + 1 < word.size(); i++) {
          counts.merge(
              List.of(tokens.indexOf(word.get(i)), tokens.indexOf(word.get(i + 1))),
              1,
              Integer::sum);
        }
      }
      int most = counts.values().stream().max(Integer::compare).orElse(0);
      if (most < 2) {
        break;
      }
      List<Integer> best =
          counts.entrySet().stream()
              .filter(e -> e.getValue() == most)
              .findFirst()
              .orElseThrow()
              .getKey();
      String left = tokens.get(best.get(0));
      String right = tokens.get(best.get(1));
      merges.add(new BytePairTokenizer.Merge(left, right));
      if (!tokens.contains(left + right)) {
        tokens.add(left + right);
      }
      words.replaceAll(word -> merged(word, left, right));
    }
    return merges;
  }

  private static List<String> merged(List<String> word, String left, String right) {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < word.size(); i++) {
      if (i + 1 < word.size() && word.get(i).equals(left) && word.get(i + 1).equals(right)) {
        out.add(left + right);
        i++;
      } else {
        out.add(word.get(i));
      }
    }
    return out;
  }
}
