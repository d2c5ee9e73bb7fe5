package dev.chiron.code.pragmatic;

import java.util.ArrayList;
import java.util.List;

/**
 * The characters that one place of a regular expression takes.
 *
 * @param pattern as it is written, in the part of the syntax that all engines share
 * @param ranges which characters
 */
public record CharacterSet(String pattern, List<Range> ranges) {
  /** {@code [0-9]}. */
  public static final CharacterSet DIGIT = of("09");

  /** {@code [A-Z]}. */
  public static final CharacterSet UPPER = of("AZ");

  /** {@code [a-z]}. */
  public static final CharacterSet LOWER = of("az");

  /** {@code [A-Za-z]}. */
  public static final CharacterSet LETTER = of("AZ", "az");

  /** {@code [A-Za-z0-9]}. */
  public static final CharacterSet WORD = of("AZ", "az", "09");

  private static final String SPECIAL = "\\^$.|?*+()[]{}-&/";

  /** Characters from one to another, both included. */
  public record Range(char from, char to) {}

  public CharacterSet {
    ranges = List.copyOf(ranges);
  }

  /** A character that stands for itself. */
  public static CharacterSet literal(char character) {
    return new CharacterSet(escaped(character), List.of(new Range(character, character)));
  }

  /** Any of some characters. */
  public static CharacterSet anyOf(String characters) {
    StringBuilder pattern = new StringBuilder("[");
    List<Range> ranges = new ArrayList<>();
    for (int c = 0; c < characters.length(); c++) {
      char each = characters.charAt(c);
      pattern.append(escaped(each));
      ranges.add(new Range(each, each));
    }
    return new CharacterSet(pattern.append(']').toString(), ranges);
  }

  /** What any of these sets takes. */
  public static CharacterSet union(List<CharacterSet> sets) {
    StringBuilder pattern = new StringBuilder();
    List<Range> ranges = new ArrayList<>();
    for (CharacterSet set : sets) {
      boolean bracketed = set.pattern.startsWith("[");
      pattern.append(bracketed ? set.pattern.substring(1, set.pattern.length() - 1) : set.pattern);
      ranges.addAll(set.ranges);
    }
    return new CharacterSet("[" + pattern + "]", ranges);
  }

  private static CharacterSet of(String... ranges) {
    StringBuilder pattern = new StringBuilder("[");
    List<Range> list = new ArrayList<>();
    for (String range : ranges) {
      pattern.append(range.charAt(0)).append('-').append(range.charAt(1));
      list.add(new Range(range.charAt(0), range.charAt(1)));
    }
    return new CharacterSet(pattern.append(']').toString(), list);
  }

  private static String escaped(char character) {
    return SPECIAL.indexOf(character) >= 0 ? "\\" + character : String.valueOf(character);
  }

  /** Whether it takes a character. */
  public boolean has(char character) {
    for (Range range : ranges) {
      if (character >= range.from && character <= range.to) {
        return true;
      }
    }
    return false;
  }

  /** How many characters it takes, counting those in two of its ranges twice. */
  public int size() {
    return ranges.stream().mapToInt(range -> range.to - range.from + 1).sum();
  }

  /** The character of a number below {@link #size}. */
  public char character(int number) {
    int left = number;
    for (Range range : ranges) {
      int here = range.to - range.from + 1;
      if (left < here) {
        return (char) (range.from + left);
      }
      left -= here;
    }
    throw new IllegalArgumentException("no character " + number + " in " + pattern);
  }
}
