package dev.chiron.data.synthetic;

import dev.chiron.data.grammar.Grammar;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small whole numbers. */
final class NumberFamilies {
  private static final List<String> WORDS =
      Grammar.words(
          """
          zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
          fifteen sixteen seventeen eighteen nineteen
          """);
  private static final List<String> TENS =
      Grammar.words("twenty thirty forty fifty sixty seventy eighty ninety");

  private NumberFamilies() {}

  static List<SyntheticFamily> all() {
    return List.of(
        two(
            "sum-two",
            "Add the numbers.\nGive the sum.",
            Integer::sum,
            List.of("%a + %b", "%a %b", "%a and %b", "%a plus %b")),
        two(
            "difference",
            "Give the difference of the numbers.\nSubtract the smaller from the larger.",
            (a, b) -> Math.abs(a - b),
            List.of("%a %b", "%a and %b", "%a, %b")),
        two(
            "greater-of-two",
            "Which number is greater?\nGive the larger number.",
            Math::max,
            List.of("%a %b", "%a or %b", "%a, %b")),
        two(
            "smaller-of-two",
            "Which number is smaller?\nGive the lesser number.",
            Math::min,
            List.of("%a %b", "%a or %b", "%a, %b")),
        numbers(
            "maximum",
            "Give the greatest number.\nWhat is the maximum?",
            list -> Collections.max(list).toString()),
        numbers(
            "minimum",
            "Give the smallest number.\nWhat is the minimum?",
            list -> Collections.min(list).toString()),
        numbers(
            "sort-numbers",
            "Sort the numbers, smallest first.\nPut the numbers in order.",
            list -> joined(list.stream().sorted())),
        numbers(
            "sort-down",
            "Sort the numbers, largest first.\nPut the numbers in falling order.",
            list -> joined(list.stream().sorted(Collections.reverseOrder()))),
        numbers(
            "count-numbers",
            "How many numbers are there?\nCount the numbers.",
            list -> Integer.toString(list.size())),
        numbers(
            "last-number",
            "Give the last number.\nWhich number ends the list?",
            list -> list.getLast().toString()),
        Family.of(
            "add-constant",
            "Add $n.\nGive the number that is $n more.",
            random -> {
              int n = Lexicon.number(1, 9, random);
              return Rule.map(
                      next -> text(0, 90, next), a -> Integer.toString(Integer.parseInt(a) + n))
                  .with("n", Integer.toString(n));
            }),
        Family.of(
            "subtract-constant",
            "Subtract $n.\nGive the number that is $n less.",
            random -> {
              int n = Lexicon.number(1, 9, random);
              return Rule.map(
                      next -> text(n, 99, next), a -> Integer.toString(Integer.parseInt(a) - n))
                  .with("n", Integer.toString(n));
            }),
        Family.of(
            "times",
            "Multiply by $n.\nGive $n times the number.",
            random -> {
              int n = Grammar.pick(List.of(2, 3, 5, 10), random);
              return Rule.map(
                      next -> text(0, 30, next), a -> Integer.toString(Integer.parseInt(a) * n))
                  .with("n", Integer.toString(n));
            }),
        Family.of(
            "parity-label",
            "Is the number even or odd? Give the label.\nLabel the number by its parity.",
            random ->
                Rule.classes(
                    Lexicon.labels(2, random),
                    (each, next) -> Integer.toString(2 * next.nextInt(50) + each))),
        Family.of(
            "threshold-label",
            "Is the number below $n? Give the label.\nLabel the number: below $n or not.",
            random -> {
              int n = Lexicon.number(20, 80, random);
              return Rule.classes(
                      Lexicon.labels(2, random),
                      (each, next) -> each == 0 ? text(0, n - 1, next) : text(n, 99, next))
                  .with("n", Integer.toString(n));
            }),
        Family.of(
            "digits-label",
            "Label the number by how many digits it has.\nClassify the number by its length.",
            random ->
                Rule.classes(
                    Lexicon.labels(3, random),
                    (each, next) ->
                        switch (each) {
                          case 0 -> text(1, 9, next);
                          case 1 -> text(10, 99, next);
                          default -> text(100, 999, next);
                        })),
        Family.of(
            "continue-series",
            "Give the next number.\nContinue the series by one.",
            random -> {
              int step = Lexicon.number(1, 5, random);
              return Rule.map(
                  next -> joined(series(Lexicon.number(0, 40, next), step, 4)),
                  series ->
                      Integer.toString(
                          Integer.parseInt(series.substring(series.lastIndexOf(' ') + 1)) + step));
            }),
        Family.map(
            "count-up",
            "Write all the numbers from the first to the second.\nCount from one number to the other.",
            random -> {
              int from = Lexicon.number(0, 60, random);
              return from + " to " + (from + Lexicon.number(1, 5, random));
            },
            text -> {
              String[] ends = text.split(" to ");
              int from = Integer.parseInt(ends[0]);
              return joined(series(from, 1, Integer.parseInt(ends[1]) - from + 1));
            }),
        Family.map(
            "number-to-words",
            "Write the number in words.\nSpell out the number.",
            random -> text(0, 99, random),
            a -> words(Integer.parseInt(a))),
        Family.map(
            "words-to-number",
            "Write the number in digits.\nGive the figure.",
            random -> words(random.nextInt(100)),
            NumberFamilies::value),
        Family.map(
            "last-digit",
            "Give the last digit.\nWhich digit does the number end with?",
            random -> text(10, 9999, random),
            a -> a.substring(a.length() - 1)),
        Family.map(
            "first-digit",
            "Give the first digit.\nWhich digit does the number begin with?",
            random -> text(10, 9999, random),
            a -> a.substring(0, 1)),
        Family.map(
            "reverse-digits",
            "Write the digits backwards.\nReverse the number.",
            random -> text(10, 9999, random),
            a -> new StringBuilder(a).reverse().toString()),
        Family.of(
            "pad-zeros",
            "Fill up with leading zeros to $n digits.\nWrite the number with $n digits.",
            random -> {
              int n = Lexicon.number(3, 5, random);
              return Rule.map(next -> text(1, 999, next), a -> "0".repeat(n - a.length()) + a)
                  .with("n", Integer.toString(n));
            }),
        Family.of(
            "number-in-text",
            "Give the number in the sentence.\nExtract the number.",
            random ->
                Rule.map(
                    next -> SENTENCES.sentence("{sentence}", next).replace("$", text(2, 99, next)),
                    text -> text.replaceAll("\\D", ""))));
  }

  private static final Grammar SENTENCES =
      Grammar.of(
          """
          sentence: {who} bought $ {things} {when}. | There were $ {things} in the {place}. | {when}, {who} counted $ {things}. | Only $ {things} were left in the {place}. | {who} asked for $ more {things}.
          who: Ada | The baker | My uncle | Omar | A stranger | The team
          things: apples | stamps | chairs | letters | lamps | coins | shells | tickets
          when: yesterday | on Monday | last year | at noon | this week
          place: cellar | kitchen | old box | garage | market
          """);

  private interface Two {
    int of(int a, int b);
  }

  private static Family two(String name, String instructions, Two operation, List<String> forms) {
    return Family.of(
        name,
        instructions,
        random -> {
          String form = Grammar.pick(forms, random);
          int most = Grammar.pick(List.of(9, 20, 50), random);
          return Rule.map(
              next -> form.replace("%a", text(0, most, next)).replace("%b", text(0, most, next)),
              text -> {
                List<Integer> both = Stream.of(text.split("\\D+")).map(Integer::valueOf).toList();
                return Integer.toString(operation.of(both.getFirst(), both.getLast()));
              });
        });
  }

  private static Family numbers(
      String name, String instructions, Function<List<Integer>, String> operation) {
    return Family.of(
        name,
        instructions,
        random -> {
          Separator separator =
              Grammar.pick(List.of(new Separator(" "), new Separator(", ")), random);
          int most = Grammar.pick(List.of(9, 30, 99), random);
          return Rule.map(
              next ->
                  separator.join(
                      IntStream.range(0, Lexicon.number(3, 5, next))
                          .mapToObj(i -> text(0, most, next))
                          .toList()),
              list ->
                  operation.apply(separator.split(list).stream().map(Integer::valueOf).toList()));
        });
  }

  private static String text(int least, int most, RandomGenerator random) {
    return Integer.toString(Lexicon.number(least, most, random));
  }

  private static Stream<Integer> series(int from, int step, int count) {
    return IntStream.range(0, count).mapToObj(i -> from + i * step);
  }

  private static String joined(Stream<Integer> numbers) {
    return numbers.map(Object::toString).collect(Collectors.joining(" "));
  }

  /** English words for 0 to 99. */
  static String words(int number) {
    if (number < WORDS.size()) {
      return WORDS.get(number);
    }
    String ten = TENS.get(number / 10 - 2);
    return number % 10 == 0 ? ten : ten + "-" + WORDS.get(number % 10);
  }

  private static String value(String words) {
    return Integer.toString(
        IntStream.range(0, 100).filter(i -> words(i).equals(words)).findFirst().orElseThrow());
  }
}
