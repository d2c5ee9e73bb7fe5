package dev.chiron.nn.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.objective.FillInTheMiddle.Parts;
import dev.chiron.nn.objective.MaskedTokens.Masking;
import dev.chiron.nn.objective.SpanCorruption.Corrupted;
import dev.chiron.nn.training.TrainingExample;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TextTransformsTest {
  private static final List<Integer> SENTINELS =
      IntStream.range(0, 100).mapToObj(i -> 999 - i).toList();

  private static final SpanCorruption T5 = SpanCorruption.t5(SENTINELS);

  private static final FillInTheMiddle MIDDLE = new FillInTheMiddle(901, 902, 903, 904, 1, 0.5);

  private static int[] text(int length) {
    return IntStream.range(0, length).map(i -> (i * 7) % 500).toArray();
  }

  private static RandomGenerator random(long seed) {
    return new Seeds(seed).generator("test");
  }

  @Property(tries = 200)
  void corruptedSpansPutBackAreTheText(
      @ForAll @IntRange(min = 2, max = 600) int length, @ForAll long seed) {
    int[] text = text(length);
    Corrupted corrupted = T5.corrupt(text, random(seed));
    assertThat(T5.restore(corrupted)).isEqualTo(text);
  }

  @Test
  void aTextOf100LosesFifteenTokensInFiveSpansOfAnyPlace() {
    boolean[] taken = new boolean[100];
    for (int seed = 0; seed < 200; seed++) {
      Corrupted corrupted = T5.corrupt(IntStream.range(0, 100).toArray(), random(seed));
      assertThat(corrupted.input()).hasSize(85 + 5);
      assertThat(corrupted.target()).hasSize(15 + 6);
      assertThat(IntStream.of(corrupted.input()).filter(t -> t > 900))
          .containsExactly(999, 998, 997, 996, 995);
      IntStream.of(corrupted.target()).filter(t -> t < 900).forEach(t -> taken[t] = true);
    }
    // The text begins with a token that stays and ends with one that goes, as in T5.
    assertThat(taken[0]).isFalse();
    assertThat(IntStream.range(1, 100).filter(i -> taken[i]).count()).isGreaterThan(95);
  }

  @Test
  void aTargetWithoutASpanIsRefused() {
    Corrupted broken = new Corrupted(new int[] {1, 999, 2, 998}, new int[] {999, 5});
    assertThatThrownBy(() -> T5.restore(broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("998");
  }

  @Test
  void aCorruptedTextIsLearnedAsItsTarget() {
    Corrupted corrupted = new Corrupted(new int[] {1, 999, 2}, new int[] {999, 5, 998});
    TrainingExample example = corrupted.asContinuation();
    assertThat(example.tokens()).containsExactly(1, 999, 2, 999, 5, 998);
    assertThat(example.weight()).isEqualTo(3);
  }

  @Property(tries = 200)
  void aRearrangedDocumentIsTheDocument(
      @ForAll @IntRange(min = 0, max = 50) int length, @ForAll long seed) {
    int[] document = text(length);
    int[] tokens = MIDDLE.example(document, random(seed)).tokens();
    assertThat(tokens).hasSize(length + 4).startsWith(901).endsWith(904);
    assertThat(restored(tokens)).isEqualTo(document);
  }

  /** Reads the marks: 901 prefix 902 suffix 903 middle 904, or 901 902 suffix 903 prefix middle. */
  private static int[] restored(int[] tokens) {
    String marked = Arrays.toString(tokens).replaceAll("[\\[\\] ]", "");
    String[] parts = ("," + marked + ",").split(",90[1234](?=,)", -1);
    // parts: "", prefix, suffix, (prefix) middle, ","; an empty prefix may be either form.
    String joined = parts[1] + parts[3] + parts[2];
    return Arrays.stream(joined.split(","))
        .filter(each -> !each.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  @Test
  void bothOrdersStandAsInThePaper() {
    Parts parts = new Parts(new int[] {1, 2}, new int[] {3}, new int[] {4, 5});
    assertThat(MIDDLE.prefixFirst(parts)).containsExactly(901, 1, 2, 902, 4, 5, 903);
    assertThat(MIDDLE.suffixFirst(parts)).containsExactly(901, 902, 4, 5, 903, 1, 2);
    TrainingExample infilling = MIDDLE.infilling(parts, false);
    assertThat(infilling.tokens()).containsExactly(901, 1, 2, 902, 4, 5, 903, 3, 904);
    assertThat(infilling.weight()).isEqualTo(2); // 3 and the end
  }

  @Test
  void aShareOfDocumentsStaysAsItIs() {
    FillInTheMiddle half = new FillInTheMiddle(901, 902, 903, 904);
    int[] document = text(20);
    long plain =
        IntStream.range(0, 1000)
            .filter(seed -> half.example(document, random(seed)).length() == 21)
            .count();
    assertThat(plain).isBetween(400L, 600L);
  }

  @Test
  void ofTheChosenTokensEightyPerCentAreMaskedAndTenAreRandom() {
    Masking masking = Masking.bert(998, 500, Set.of(7));
    int[] text = IntStream.range(0, 20_000).map(i -> i % 50 == 0 ? 7 : 600).toArray();
    MaskedTokens masked = masking.apply(text, random(3));
    int count = masked.positions().length;
    assertThat(count).isEqualTo((int) Math.round(0.15 * 19_600));
    assertThat(masked.positions()).isSorted().doesNotHaveDuplicates();
    assertThat(masked.targets()).containsOnly(600);
    assertThat(IntStream.of(masked.positions()).filter(i -> text[i] == 7)).isEmpty();
    double all = count;
    double mask = IntStream.of(masked.positions()).filter(i -> masked.input()[i] == 998).count();
    double same = IntStream.of(masked.positions()).filter(i -> masked.input()[i] == 600).count();
    assertThat(mask / all).isCloseTo(0.8, within(0.03));
    assertThat(same / all).isCloseTo(0.1, within(0.03));
  }

  @Test
  void aDrawnExampleIsAlwaysTheSameAndAnewInEveryPass() {
    DrawnExamples drawn =
        new DrawnExamples(
            List.of(text(60), text(80)),
            3,
            (text, random) -> T5.corrupt(text, random).asContinuation(),
            new Seeds(1));
    assertThat(drawn.size()).isEqualTo(6);
    assertThat(drawn.get(3).tokens()).isEqualTo(drawn.get(3).tokens());
    assertThat(drawn.get(3).tokens()).isNotEqualTo(drawn.get(1).tokens());
  }
}
