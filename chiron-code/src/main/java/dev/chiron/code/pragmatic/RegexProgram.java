package dev.chiron.code.pragmatic;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A regular expression as runs of characters, one behind the other. It matches by the set of places
 * that it can have reached, so that no text makes it slow: the work is at most parts × length²,
 * with no backtracking.
 */
public record RegexProgram(List<RegexPart> parts) {
  private static final int LONGEST_UNLIMITED_RUN = 4;
  private static final Set<CharacterSet> KNOWN =
      Set.of(
          CharacterSet.DIGIT,
          CharacterSet.UPPER,
          CharacterSet.LOWER,
          CharacterSet.LETTER,
          CharacterSet.WORD);

  public RegexProgram {
    parts = List.copyOf(parts);
  }

  /** As it is written, for a match of the whole text. */
  public String pattern() {
    return parts.stream().map(RegexPart::pattern).collect(Collectors.joining());
  }

  /** Whether the whole text matches. */
  public boolean matches(String text) {
    boolean[] reached = new boolean[text.length() + 1];
    reached[0] = true;
    for (RegexPart part : parts) {
      reached = after(part, text, reached);
    }
    return reached[text.length()];
  }

  private static boolean[] after(RegexPart part, String text, boolean[] before) {
    boolean[] after = part.optional() ? before.clone() : new boolean[before.length];
    for (int start = 0; start < before.length; start++) {
      if (before[start]) {
        int most = Math.min(part.most(), text.length() - start);
        for (int run = 1; run <= most && part.set().has(text.charAt(start + run - 1)); run++) {
          after[start + run] |= run >= part.least();
        }
      }
    }
    return after;
  }

  /** A text that matches; runs without a limit stay short. */
  public String example(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (RegexPart part : parts) {
      if (!part.optional() || random.nextBoolean()) {
        int most = Math.min(part.most(), part.least() + LONGEST_UNLIMITED_RUN);
        for (int i = random.nextInt(part.least(), most + 1); i > 0; i--) {
          text.append(part.set().character(random.nextInt(part.set().size())));
        }
      }
    }
    return text.toString();
  }

  /**
   * How long its description is, in bits: for each part which of the sets it takes, a set that is
   * put together costing for each thing in it, and how its run is bounded.
   */
  public double bits() {
    double bits = 0;
    for (RegexPart part : parts) {
      bits += bits(part.set());
      bits += part.most() == part.least() ? (part.least() == 1 ? 0.5 : 2) : bounded(part);
      bits += part.optional() ? 3 : 0;
    }
    return bits;
  }

  private static double bits(CharacterSet set) {
    if (set.size() == 1) {
      return 3;
    }
    boolean known = KNOWN.contains(set);
    return known ? 2 + 0.5 * set.ranges().size() : 3 + 4 * set.ranges().size();
  }

  /**
   * How long the description of texts is once the expression is known, in bits: which character of
   * its set each one is, and how long each run is, where a run without a limit takes a bit more
   * than the logarithm of its length. Each part takes as much as it can.
   */
  public double bitsOf(List<String> texts) {
    double bits = 0;
    for (String text : texts) {
      int place = 0;
      for (RegexPart part : parts) {
        int run = 0;
        while (place + run < text.length()
            && run < part.most()
            && part.set().has(text.charAt(place + run))) {
          run++;
        }
        place += run;
        bits += run * Math.log(part.set().size()) / Math.log(2);
        bits +=
            part.most() == RegexPart.UNLIMITED
                ? 1 + Math.log(Math.max(1, run)) / Math.log(2)
                : Math.log(part.most() - part.least() + 1.0) / Math.log(2);
        bits += part.optional() ? 1 : 0;
      }
    }
    return bits;
  }

  private static double bounded(RegexPart part) {
    if (part.most() == RegexPart.UNLIMITED) {
      return part.least() == 1 ? 2 : 4;
    }
    return 8;
  }

  @Override
  public String toString() {
    return pattern();
  }
}
