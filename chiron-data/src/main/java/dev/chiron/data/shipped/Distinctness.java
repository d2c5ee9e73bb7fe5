package dev.chiron.data.shipped;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * When two inputs count as the same.
 *
 * <p>The similarity of two inputs is the Jaccard index of their sets of words, numbers and signs,
 * {@code |A ∩ B| / |A ∪ B|}, without regard to case.
 */
final class Distinctness {
  /** From this similarity on, two inputs are near-identical. */
  static final double NEAR = 0.8;

  private static final Pattern TOKEN = Pattern.compile("[\\p{L}_]+|\\d+|[^\\s\\p{L}\\d]");

  private final Set<String> keys = new HashSet<>();
  private final List<Set<String>> seen = new ArrayList<>();

  /** Takes the input in if no equal one was taken in before. */
  boolean addNew(String input) {
    boolean added = keys.add(key(input));
    if (added) {
      seen.add(tokens(input));
    }
    return added;
  }

  /** Whether an input that was taken in is equal or near-identical. */
  boolean near(String input) {
    Set<String> tokens = tokens(input);
    return keys.contains(key(input))
        || seen.stream().anyMatch(other -> similarity(tokens, other) >= NEAR);
  }

  static double similarity(Set<String> a, Set<String> b) {
    long common = a.stream().filter(b::contains).count();
    long union = a.size() + b.size() - common;
    return union == 0 ? 1 : (double) common / union;
  }

  static Set<String> tokens(String input) {
    Set<String> tokens = new HashSet<>();
    TOKEN
        .matcher(input.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .forEach(tokens::add);
    return tokens;
  }

  private static String key(String input) {
    return input.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
  }
}
