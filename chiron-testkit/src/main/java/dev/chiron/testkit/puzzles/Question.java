package dev.chiron.testkit.puzzles;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A puzzle as it is found in a text; its answer is not known here. */
record Question(Puzzle.Kind kind, String text) {
  private static final Pattern WORDS = Pattern.compile("List: ([^\\n]+)");
  private static final Pattern EXPRESSION = Pattern.compile("\\(\\([^\\n]+\\)\\) =");
  private static final Pattern NUMBERS = Pattern.compile("(?m)^(\\d+ \\d+ \\d+ \\d+)$");

  static Optional<Question> in(String text) {
    Matcher words = WORDS.matcher(text);
    if (words.find()) {
      return Optional.of(new Question(Puzzle.Kind.SORTING, words.group(1).strip()));
    }
    Matcher expression = EXPRESSION.matcher(text);
    if (expression.find()) {
      return Optional.of(new Question(Puzzle.Kind.ARITHMETIC, expression.group()));
    }
    Matcher numbers = NUMBERS.matcher(text);
    return numbers.find()
        ? Optional.of(new Question(Puzzle.Kind.GAME_OF_24, numbers.group(1)))
        : Optional.empty();
  }

  /** The question as it is put to someone else. */
  String asked() {
    return kind == Puzzle.Kind.SORTING ? "List: " + text : text;
  }
}
