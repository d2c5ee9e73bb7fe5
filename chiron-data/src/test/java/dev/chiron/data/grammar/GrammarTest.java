package dev.chiron.data.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.random.Seeds;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class GrammarTest {
  private final RandomGenerator random = new Seeds(7).generator("test");

  @Test
  void everyAlternativeIsDrawnAndNestedSlotsAreFilled() {
    Grammar grammar =
        Grammar.of(
            """
            who: Ada | Grace |
              the {kind} clerk
            kind: new | old
            """);
    Set<String> drawn = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      drawn.add(grammar.expand("{who}!", random));
    }
    assertThat(drawn).containsExactly("Ada!", "Grace!", "the new clerk!", "the old clerk!");
  }

  @Test
  void anEqualsSignRepeatsTheLastText() {
    Grammar grammar = Grammar.of("n: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8");
    for (int i = 0; i < 50; i++) {
      String[] parts = grammar.expand("{n} {=n}", random).split(" ");
      assertThat(parts[1]).isEqualTo(parts[0]);
    }
  }

  @Test
  void aSentenceHasNoDoubledSpacesAndNoSpaceBeforeAStop() {
    Grammar grammar = Grammar.of("gap: |");
    assertThat(grammar.sentence(" {gap} one {gap} two {gap} . See ../a {gap} ", random))
        .isEqualTo("one two. See ../a");
  }

  @Test
  void anUnknownSlotIsRefusedByName() {
    assertThatThrownBy(() -> Grammar.of("a: b").expand("{c}", random))
        .hasMessageContaining("no slot c");
  }

  @Test
  void slotsThatNestWithoutEndAreRefused() {
    assertThatThrownBy(() -> Grammar.of("a: {a}").expand("{a}", random))
        .hasMessageContaining("nest without end");
  }

  @Test
  void aSlotGivenTwiceIsRefused() {
    assertThatThrownBy(() -> Grammar.of("a: b\na: c")).hasMessageContaining("given twice");
  }
}
