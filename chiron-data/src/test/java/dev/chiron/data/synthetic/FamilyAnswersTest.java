package dev.chiron.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Answers checked by a second way of finding them. */
final class FamilyAnswersTest {
  @Test
  void aReversedWordReversesBack() {
    always(
        "reverse-letters",
        (input, output) -> new StringBuilder(output).reverse().toString().equals(input));
  }

  @Test
  void aSortedListHasTheWordsOfTheInputInOrder() {
    always(
        "sort-numbers",
        (input, output) -> {
          int[] given = numbers(input);
          Arrays.sort(given);
          return Arrays.equals(given, numbers(output));
        });
  }

  @Test
  void theMaximumIsInTheListAndNothingIsGreater() {
    always(
        "maximum",
        (input, output) -> Arrays.stream(numbers(input)).max().orElseThrow() == numbers(output)[0]);
  }

  @Test
  void numbersInWordsReadBackAsTheNumber() {
    always(
        "number-to-words",
        (input, output) -> NumberFamilies.words(Integer.parseInt(input)).equals(output));
    assertThat(List.of(NumberFamilies.words(0), NumberFamilies.words(19)))
        .containsExactly("zero", "nineteen");
    assertThat(List.of(NumberFamilies.words(40), NumberFamilies.words(73)))
        .containsExactly("forty", "seventy-three");
  }

  @Test
  void theClockOfTwentyFourHoursAddsTwelveInTheAfternoon() {
    always(
        "clock",
        (input, output) ->
            numbers(output)[0] - numbers(input)[0] == (input.endsWith("pm") ? 12 : 0));
  }

  @Test
  void anExtractedValueStandsInTheInput() {
    for (String family : List.of("key-value", "fixed-key", "fact", "quote", "unwrap", "nth-word")) {
      always(family, String::contains);
    }
  }

  @Test
  void theWordAfterAnotherFollowsItInTheInput() {
    always("next-to", (input, output) -> !input.startsWith(output) && input.contains(output));
  }

  @Test
  void aDeniedSentenceKeepsItsSubjectAndObject() {
    always(
        "negate",
        (input, output) -> {
          String[] given = input.split(" ");
          return output.startsWith(given[0] + " does not ")
              && output.endsWith(given[given.length - 1]);
        });
  }

  @Test
  void aWordWithoutVowelsHasOnlyItsConsonants() {
    always("remove-vowels", (input, output) -> output.matches("[^aeiouAEIOU]+"));
  }

  /** Holds of every example of many tasks; marks before inputs are left out. */
  private static void always(String family, BiPredicate<String, String> holds) {
    SyntheticFamily found =
        SyntheticFamilies.all().stream()
            .filter(each -> each.name().equals(family))
            .findFirst()
            .orElseThrow();
    Family unmarked = (Family) found;
    RandomGenerator random = new Seeds(3).generator(family);
    for (int i = 0; i < 40; i++) {
      Rule rule = unmarked.rule().apply(random);
      for (int j = 0; j < 20; j++) {
        Example example = rule.examples().apply(random);
        assertThat(holds.test(example.input(), example.output()))
            .as(family + ": " + example)
            .isTrue();
      }
    }
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.split("\\D+"))
        .filter(each -> !each.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}
