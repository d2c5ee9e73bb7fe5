package dev.chiron.code.pragmatic;

import java.util.Comparator;

/** What a speaker can say of a program: a text, and whether the program accepts it. */
public record LabelledText(String text, boolean positive) implements Comparable<LabelledText> {
  private static final Comparator<LabelledText> ORDER =
      Comparator.comparing(LabelledText::text).thenComparing(LabelledText::positive);

  /** An accepted text. */
  public static LabelledText positive(String text) {
    return new LabelledText(text, true);
  }

  /** A refused text. */
  public static LabelledText negative(String text) {
    return new LabelledText(text, false);
  }

  @Override
  public int compareTo(LabelledText other) {
    return ORDER.compare(this, other);
  }
}
