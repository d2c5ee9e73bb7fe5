package dev.chiron.data.synthetic;

import dev.chiron.data.grammar.Grammar;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Operations on the letters of a word or a phrase. */
final class StringFamilies {
  private StringFamilies() {}

  static List<SyntheticFamily> all() {
    return List.of(
        Family.map(
            "copy",
            """
            Repeat the input.
            Copy the text exactly.
            Write the same again.
            """,
            StringFamilies::phrase,
            text -> text),
        Family.map(
            "upper-case",
            """
            Write in capital letters.
            Turn the text into upper case.
            """,
            StringFamilies::phrase,
            text -> text.toUpperCase(Locale.ROOT)),
        Family.map(
            "lower-case",
            """
            Write in small letters.
            Turn the text into lower case.
            """,
            random -> phrase(random).toUpperCase(Locale.ROOT),
            text -> text.toLowerCase(Locale.ROOT)),
        Family.map(
            "title-case",
            """
            Begin each word with a capital letter.
            Capitalise every word.
            """,
            StringFamilies::phrase,
            StringFamilies::titled),
        Family.map(
            "first-letter",
            """
            Give the first letter of the word.
            Which letter does the word begin with?
            """,
            Lexicon::word,
            word -> word.substring(0, 1)),
        Family.map(
            "last-letter",
            """
            Give the last letter of the word.
            Which letter does the word end with?
            """,
            Lexicon::word,
            word -> word.substring(word.length() - 1)),
        Family.map(
            "spell-out",
            """
            Spell the word, letter by letter.
            Put a space between the letters.
            """,
            Lexicon::word,
            word -> String.join(" ", word.split(""))),
        Family.map(
            "join-letters",
            """
            Join the letters into a word.
            Remove the spaces.
            """,
            random -> String.join(" ", Lexicon.word(random).split("")),
            letters -> letters.replace(" ", "")),
        Family.map(
            "reverse-letters",
            """
            Write the word backwards.
            Reverse the letters.
            """,
            Lexicon::word,
            word -> new StringBuilder(word).reverse().toString()),
        Family.map(
            "word-length",
            """
            How many letters has the word?
            Count the letters.
            """,
            Lexicon::word,
            word -> Integer.toString(word.length())),
        Family.map(
            "remove-vowels",
            """
            Leave out the vowels.
            Write the word without a, e, i, o and u.
            """,
            StringFamilies::withConsonant,
            word -> word.replaceAll("(?i)[aeiou]", "")),
        Family.of(
            "repeat-text",
            """
            Write the word $times times.
            Repeat the word until it stands there $times times.
            """,
            StringFamilies::repeat),
        Family.of(
            "wrap",
            """
            Put the text between $open and $close.
            Add $open before and $close after the text.
            """,
            StringFamilies::wrap),
        Family.of(
            "unwrap",
            """
            Give what stands between $open and $close.
            Extract the text in $open $close.
            """,
            StringFamilies::unwrap),
        Family.of(
            "add-prefix",
            """
            Put "$affix" in front of the word.
            Add the prefix $affix.
            """,
            random -> {
              String affix = Lexicon.invented(random);
              return Rule.map(Lexicon::word, word -> affix + word).with("affix", affix);
            }),
        Family.of(
            "add-suffix",
            """
            Put "$affix" behind the word.
            Add the ending $affix.
            """,
            random -> {
              String affix = Lexicon.invented(random);
              return Rule.map(Lexicon::word, word -> word + affix).with("affix", affix);
            }),
        Family.of(
            "replace-letter",
            """
            Replace every $from by $to.
            Write $to for $from.
            """,
            StringFamilies::replaceLetter),
        Family.of(
            "starts-with",
            """
            Does the word begin with $letter?
            Label the word by its first letter.
            """,
            StringFamilies::startsWith),
        Family.of(
            "say-phrase",
            """
            Put the word into the sentence as in the examples.
            Fill the word into the fixed phrase.
            """,
            StringFamilies::sayPhrase));
  }

  private static String phrase(RandomGenerator random) {
    return String.join(" ", Lexicon.someWords(1, 4, random));
  }

  private static String withConsonant(RandomGenerator random) {
    String word = Lexicon.word(random);
    return word.replaceAll("(?i)[aeiou]", "").isEmpty() ? word + "n" : word;
  }

  private static String titled(String text) {
    StringBuilder titled = new StringBuilder();
    for (String word : text.split(" ")) {
      titled.append(titled.isEmpty() ? "" : " ");
      titled.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return titled.toString();
  }

  private static Rule repeat(RandomGenerator random) {
    int times = Lexicon.number(2, 4, random);
    return Rule.map(Lexicon::word, word -> (word + " ").repeat(times).strip())
        .with("times", List.of("two", "three", "four").get(times - 2));
  }

  private static final List<List<String>> BRACKETS =
      List.of(
          List.of("(", ")"),
          List.of("[", "]"),
          List.of("<", ">"),
          List.of("{", "}"),
          List.of("\"", "\""),
          List.of("*", "*"),
          List.of("<b>", "</b>"),
          List.of("<<", ">>"),
          List.of("--", "--"),
          List.of("say(", ")"));

  private static Rule wrap(RandomGenerator random) {
    List<String> pair = Grammar.pick(BRACKETS, random);
    return Rule.map(StringFamilies::phrase, text -> pair.getFirst() + text + pair.getLast())
        .with("open", pair.getFirst())
        .with("close", pair.getLast());
  }

  private static Rule unwrap(RandomGenerator random) {
    List<String> pair = Grammar.pick(BRACKETS, random);
    return Rule.map(
            next ->
                phrase(next)
                    + " "
                    + pair.getFirst()
                    + phrase(next)
                    + pair.getLast()
                    + " "
                    + phrase(next),
            text -> {
              int open = text.indexOf(pair.getFirst()) + pair.getFirst().length();
              return text.substring(open, text.indexOf(pair.getLast(), open));
            })
        .with("open", pair.getFirst())
        .with("close", pair.getLast());
  }

  private static Rule replaceLetter(RandomGenerator random) {
    String from = Grammar.pick(List.of("a", "e", "i", "o", "r", "n", "t", "l"), random);
    String to = Grammar.pick(List.of("x", "z", "q", "*", "_", "0", "#", "w"), random);
    return Rule.map(StringFamilies::phrase, text -> text.replace(from, to))
        .with("from", from)
        .with("to", to);
  }

  private static Rule startsWith(RandomGenerator random) {
    String letter = Grammar.pick(List.of("b", "c", "d", "f", "g", "l", "m", "p", "s", "t"), random);
    List<String> with = Lexicon.NOUNS.stream().filter(word -> word.startsWith(letter)).toList();
    List<String> without =
        Lexicon.NOUNS.stream()
            .filter(word -> !word.toLowerCase(Locale.ROOT).startsWith(letter))
            .toList();
    return Rule.classes(
            Lexicon.labels(2, random),
            (each, next) -> Grammar.pick(each == 0 ? with : without, next))
        .with("letter", letter);
  }

  private static final Grammar PHRASES =
      Grammar.of(
          """
          phrase: I like $ {end} | there is $ in the {place} | {name} wants $ | no $ today | my {adjective} $ | $ is {adjective} | go to $ now | {name} and $ | all about $
          end: very much | too | a lot | at night
          place: garden | hall | box | water
          name: Ada | Ben | Omar | Nina
          adjective: best | old | lost | first | only
          """);

  private static Rule sayPhrase(RandomGenerator random) {
    String phrase = PHRASES.sentence("{phrase}", random);
    return Rule.map(Lexicon::word, word -> phrase.replace("$", word));
  }
}
