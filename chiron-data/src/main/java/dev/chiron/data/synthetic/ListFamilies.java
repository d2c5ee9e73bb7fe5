package dev.chiron.data.synthetic;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Operations on lists of words. */
final class ListFamilies {
  private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth");

  private ListFamilies() {}

  static List<SyntheticFamily> all() {
    return List.of(
        reorder(
            "reverse-list",
            """
            Reverse the order of the words.
            Write the list backwards, item by item.
            Put the last word first and so on.
            """,
            List::reversed),
        reorder(
            "drop-first",
            """
            Leave out the first word.
            Repeat the list without its first item.
            Remove the first element.
            """,
            words -> words.subList(1, words.size())),
        reorder(
            "drop-last",
            """
            Leave out the last word.
            Repeat the list without its last item.
            Remove the final element.
            """,
            words -> words.subList(0, words.size() - 1)),
        reorder(
            "swap-ends",
            """
            Swap the first and the last word.
            Exchange the two ends of the list.
            """,
            words -> {
              List<String> swapped = new ArrayList<>(words);
              Collections.swap(swapped, 0, words.size() - 1);
              return swapped;
            }),
        reorder(
            "rotate",
            """
            Move the first word to the end.
            Rotate the list by one to the left.
            """,
            words -> {
              List<String> rotated = new ArrayList<>(words);
              Collections.rotate(rotated, -1);
              return rotated;
            }),
        reorder(
            "sort-words",
            """
            Sort the words alphabetically.
            Put the words in alphabetical order.
            Order from A to Z.
            """,
            words -> words.stream().sorted(String.CASE_INSENSITIVE_ORDER).toList()),
        reorder(
            "every-second",
            """
            Keep every second word, starting with the first.
            Take the words at odd positions.
            """,
            words ->
                IntStream.range(0, words.size())
                    .filter(i -> i % 2 == 0)
                    .mapToObj(words::get)
                    .toList()),
        reorder(
            "double-each",
            """
            Write each word twice.
            Repeat every item once.
            """,
            words -> words.stream().flatMap(word -> List.of(word, word).stream()).toList()),
        element("first-word", "Give the first word.\nWhich word comes first?", List::getFirst),
        element("last-word", "Give the last word.\nWhich word ends the list?", List::getLast),
        element(
            "longest-word",
            "Give the longest word.\nWhich word has the most letters? The first if several.",
            words -> longest(words, 1)),
        element(
            "shortest-word",
            "Give the shortest word.\nWhich word has the fewest letters? The first if several.",
            words -> longest(words, -1)),
        element(
            "first-in-alphabet",
            "Which word comes first in the alphabet?\nGive the alphabetically first word.",
            words -> Collections.min(words, String.CASE_INSENSITIVE_ORDER)),
        element(
            "count-words",
            "How many words are there?\nCount the items.\nGive the number of words.",
            words -> Integer.toString(words.size())),
        element(
            "initials",
            "Give the initials of the words in capitals.\nBuild the acronym.",
            words ->
                String.join("", words.stream().map(word -> word.substring(0, 1)).toList())
                    .toUpperCase(Locale.ROOT)),
        element(
            "first-and-last",
            "Give the first and the last word.\nKeep only the two ends.",
            words -> words.getFirst() + " " + words.getLast()),
        Family.of(
            "nth-word",
            """
            Give the $nth word.
            Which word is the $nth?
            Take the $nth item of the list.
            """,
            ListFamilies::nthWord),
        Family.of(
            "remove-word",
            """
            Remove the word "$word" from the list.
            Leave out every "$word".
            """,
            ListFamilies::removeWord),
        Family.of(
            "replace-word",
            """
            Replace "$word" by "$other".
            Write "$other" wherever "$word" stands.
            """,
            ListFamilies::replaceWord),
        Family.of(
            "next-to",
            """
            Which word comes right after "$word"?
            Give the word that follows "$word".
            """,
            ListFamilies::after),
        Family.of(
            "drop-repeats",
            """
            Write each different word once, in order.
            Remove duplicates from the list.
            """,
            ListFamilies::dropRepeats),
        Family.of(
            "contains-word",
            """
            Does the list contain "$word"? Give the label.
            Check whether "$word" is in the text.
            """,
            ListFamilies::containsWord),
        Family.of(
            "change-separator",
            """
            Join the items with "$sign".
            Use "$sign" between the words.
            Change what stands between the words to "$sign".
            """,
            ListFamilies::changeSeparator));
  }

  private static Family element(
      String name, String instructions, Function<List<String>, String> element) {
    return Family.of(
        name,
        instructions,
        random -> {
          Separator separator = Separator.draw(random);
          return Rule.map(
              next -> separator.join(Lexicon.someWords(2, 5, next)),
              list -> element.apply(separator.split(list)));
        });
  }

  private static Family reorder(
      String name, String instructions, UnaryOperator<List<String>> operation) {
    return Family.of(
        name,
        instructions,
        random -> {
          Separator separator = Separator.draw(random);
          return Rule.map(
              next -> separator.join(Lexicon.someWords(2, 5, next)),
              list -> separator.join(operation.apply(separator.split(list))));
        });
  }

  /** The first of the longest words, or with sign −1 of the shortest. */
  private static String longest(List<String> words, int sign) {
    return words.stream().min(Comparator.comparingInt(word -> -sign * word.length())).orElse("");
  }

  private static Rule nthWord(RandomGenerator random) {
    Separator separator = Separator.draw(random);
    int n = random.nextInt(ORDINALS.size());
    return Rule.map(
            next -> separator.join(Lexicon.someWords(n + 1, n + 4, next)),
            list -> separator.split(list).get(n))
        .with("nth", ORDINALS.get(n));
  }

  /** Some words without the given ones, with {@code word} put in at random. */
  private static List<String> around(String word, int least, RandomGenerator random) {
    List<String> words = new ArrayList<>(Lexicon.someWords(least, least + 2, random));
    words.removeIf(word::equals);
    words.add(random.nextInt(words.size() + 1), word);
    return words;
  }

  private static Rule removeWord(RandomGenerator random) {
    Separator separator = Separator.draw(random);
    String word = Lexicon.word(random);
    return Rule.map(
            next -> separator.join(around(word, 3, next)),
            list ->
                separator.join(
                    separator.split(list).stream().filter(each -> !each.equals(word)).toList()))
        .with("word", word);
  }

  private static Rule replaceWord(RandomGenerator random) {
    Separator separator = Separator.draw(random);
    List<String> two = Lexicon.words(2, random);
    return Rule.map(
            next -> separator.join(around(two.getFirst(), 2, next)),
            list ->
                separator.join(
                    separator.split(list).stream()
                        .map(each -> each.equals(two.getFirst()) ? two.get(1) : each)
                        .toList()))
        .with("word", two.getFirst())
        .with("other", two.get(1));
  }

  private static Rule after(RandomGenerator random) {
    Separator separator = Separator.draw(random);
    String word = Lexicon.word(random);
    return Rule.examples(
            next -> {
              List<String> words = new ArrayList<>(Lexicon.someWords(3, 5, next));
              words.removeIf(word::equals);
              int place = next.nextInt(words.size());
              String following = words.get(place);
              words.add(place, word);
              return Example.of(separator.join(words), following);
            })
        .with("word", word);
  }

  private static Rule dropRepeats(RandomGenerator random) {
    Separator separator = Separator.draw(random);
    return Rule.map(
        next -> {
          List<String> words = new ArrayList<>(Lexicon.someWords(2, 3, next));
          words.add(Grammar.pick(words, next));
          return separator.join(Seeds.shuffled(words, next));
        },
        list -> separator.join(List.copyOf(new LinkedHashSet<>(separator.split(list)))));
  }

  private static Rule containsWord(RandomGenerator random) {
    Separator separator = Separator.draw(random);
    String word = Lexicon.word(random);
    return Rule.classes(
            Lexicon.labels(2, random),
            (each, next) -> {
              List<String> words = around(word, 3, next);
              if (each == 1) {
                words.removeIf(word::equals);
              }
              return separator.join(words);
            })
        .with("word", word);
  }

  private static Rule changeSeparator(RandomGenerator random) {
    Separator separator = Separator.draw(random);
    String sign = Grammar.pick(List.of("+", "-", ":", " and ", " > ", "/", "*", " or "), random);
    return Rule.map(
            next -> separator.join(Lexicon.someWords(2, 4, next)),
            list -> String.join(sign, separator.split(list)))
        .with("sign", sign.strip());
  }
}
