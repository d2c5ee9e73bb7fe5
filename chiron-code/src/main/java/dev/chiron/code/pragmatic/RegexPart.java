package dev.chiron.code.pragmatic;

/**
 * A run of characters of one set, such as {@code [0-9]{2,4}}.
 *
 * @param least of how many characters, 1 or more
 * @param most of how many, or {@link #UNLIMITED}
 * @param optional whether the whole run may be missing
 */
public record RegexPart(CharacterSet set, int least, int most, boolean optional) {
  /** No upper limit. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  public RegexPart {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException("a run of " + least + " to " + most);
    }
  }

  /** Exactly one character. */
  public static RegexPart one(CharacterSet set) {
    return new RegexPart(set, 1, 1, false);
  }

  /** The same, or nothing. */
  public RegexPart asOptional() {
    return new RegexPart(set, least, most, true);
  }

  /** As it is written. */
  public String pattern() {
    String run = set.pattern() + quantifier();
    if (!optional) {
      return run;
    }
    return quantifier().isEmpty() ? run + "?" : "(?:" + run + ")?";
  }

  private String quantifier() {
    if (least == most) {
      return least == 1 ? "" : "{" + least + "}";
    }
    if (most == UNLIMITED) {
      return least == 1 ? "+" : "{" + least + ",}";
    }
    return "{" + least + "," + most + "}";
  }
}
