package dev.chiron.code.pragmatic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RationalSpeechActsTest {
  @Test
  void theHandMatrixHasTheKnownValues() {
    RationalSpeechActs acts = new RationalSpeechActs(List.of(row(1, 1), row(0, 1)), 2);
    assertThat(acts.literalListener(0, 0)).isEqualTo(1);
    assertThat(acts.literalListener(0, 1)).isEqualTo(0.5);
    assertThat(acts.pragmaticSpeaker(0, 0)).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(acts.pragmaticSpeaker(1, 0)).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(acts.pragmaticSpeaker(1, 1)).isEqualTo(1);
    assertThat(acts.listenerColumn(1)[0]).isCloseTo(0.25, within(1e-12));
    assertThat(acts.listenerColumn(1)[1]).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void rowsAndColumnsSumToOneWhereNotEmptyAndZerosStayZero() {
    List<BitSet> rows = random(12, 9);
    rows.set(3, new BitSet());
    rows.forEach(each -> each.clear(5));
    RationalSpeechActs acts = new RationalSpeechActs(rows, 9);
    for (int h = 0; h < 12; h++) {
      double sum = Arrays.stream(acts.speakerRow(h)).sum();
      assertThat(sum).isCloseTo(rows.get(h).isEmpty() ? 0 : 1, within(1e-12));
      for (int u = 0; u < 9; u++) {
        assertThat(acts.pragmaticSpeaker(u, h) > 0).isEqualTo(rows.get(h).get(u));
      }
    }
    for (int u = 0; u < 9; u++) {
      double sum = Arrays.stream(acts.listenerColumn(u)).sum();
      assertThat(sum).isCloseTo(u == 5 ? 0 : 1, within(1e-12));
    }
  }

  @Test
  void aSecondCopyOfAHypothesisMakesWhatItSaysLessTelling() {
    RationalSpeechActs once = new RationalSpeechActs(List.of(row(1, 1, 0), row(0, 1, 1)), 3);
    RationalSpeechActs twice =
        new RationalSpeechActs(List.of(row(1, 1, 0), row(0, 1, 1), row(0, 1, 1)), 3);
    // Columns 1: 1/2 becomes 1/3, so the first row's share of it falls from 1/3 to 1/4.
    assertThat(once.pragmaticSpeaker(1, 0)).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(twice.pragmaticSpeaker(1, 0)).isCloseTo(1.0 / 4, within(1e-12));
  }

  @Test
  void theChoiceDoesNotDependOnTheOrderOfTheHypotheses() {
    List<BitSet> rows = random(20, 15);
    rows.getFirst().set(0);
    int choice = new RationalSpeechActs(rows, 15).mostTelling(0);
    List<BitSet> turned = new ArrayList<>(rows.reversed());
    assertThat(new RationalSpeechActs(turned, 15).mostTelling(19)).isEqualTo(choice);
    double[] shares = new RationalSpeechActs(rows, 15).speakerRow(0);
    assertThat(shares[choice]).isEqualTo(Arrays.stream(shares).max().orElseThrow());
  }

  @Test
  void anUtteranceThatOnlyTheTargetAgreesWithIsTheMostTelling() {
    RationalSpeechActs acts =
        new RationalSpeechActs(List.of(row(1, 0, 1), row(1, 0, 1), row(1, 1, 1)), 3);
    assertThat(acts.mostTelling(2)).isEqualTo(1);
  }

  @Test
  void aHypothesisWithoutUtterancesHasNothingToSay() {
    RationalSpeechActs acts = new RationalSpeechActs(List.of(row(0, 0)), 2);
    assertThatThrownBy(() -> acts.mostTelling(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RationalSpeechActs(List.of(row(0, 0, 1)), 2))
        .hasMessageContaining("utterance 2 of 2");
  }

  private static BitSet row(int... bits) {
    BitSet row = new BitSet();
    IntStream.range(0, bits.length).filter(u -> bits[u] == 1).forEach(row::set);
    return row;
  }

  private static List<BitSet> random(int hypotheses, int utterances) {
    RandomGenerator random = new Seeds(7).generator("rows");
    List<BitSet> rows = new ArrayList<>();
    for (int h = 0; h < hypotheses; h++) {
      rows.add(row(IntStream.range(0, utterances).map(u -> random.nextInt(2)).toArray()));
    }
    return rows;
  }
}
