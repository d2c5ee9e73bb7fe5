package dev.chiron.nn.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts text into the words that byte-pair merges stay within.
 *
 * <p>GPT-2's pattern with two changes: each digit is a word of its own and takes no space with it,
 * so that numbers and dates are spelt the same wherever they stand; and a run of line breaks is one
 * word, so that the blank line that ends a completion can become one token.
 */
final class PreTokenization {
  /** In the syntax that Java and Hugging Face's Oniguruma share. */
  static final String REGEX =
      "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private static final Pattern PATTERN = Pattern.compile(REGEX, Pattern.UNICODE_CHARACTER_CLASS);

  private PreTokenization() {}

  /** Calls {@code word} for each word; together they are the text. */
  static void words(CharSequence text, Consumer<String> word) {
    Matcher matcher = PATTERN.matcher(text);
    while (matcher.find()) {
      word.accept(matcher.group());
    }
  }

  /** A pattern that finds any of the special tokens, the longest first. */
  static Pattern anyOf(List<String> specialTokens) {
    List<String> longestFirst = new ArrayList<>(specialTokens);
    longestFirst.sort((a, b) -> b.length() - a.length());
    return Pattern.compile(
        longestFirst.isEmpty()
            ? "(?!)"
            : String.join("|", longestFirst.stream().map(Pattern::quote).toList()));
  }
}
