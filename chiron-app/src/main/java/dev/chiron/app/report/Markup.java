package dev.chiron.app.report;

import java.util.Locale;

/**
 * Text made safe for HTML. What models answer is never trusted: it only ever gets in through here.
 */
final class Markup {
  private Markup() {}

  /** Text for an element's content or a quoted attribute. */
  static String text(String raw) {
    StringBuilder safe = new StringBuilder(raw.length() + 16);
    raw.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int c) {
    switch (c) {
      case '&' -> safe.append("&amp;");
      case '<' -> safe.append("&lt;");
      case '>' -> safe.append("&gt;");
      case '"' -> safe.append("&quot;");
      case '\'' -> safe.append("&#39;");
      default -> safe.appendCodePoint(isShown(c) ? c : 0xFFFD);
    }
  }

  /** Not control characters, lone surrogates, or marks that reorder the text around them. */
  private static boolean isShown(int c) {
    boolean space = c == '\n' || c == '\t';
    boolean control = Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    boolean reorders = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return space || !(control || reorders);
  }

  /** At most so many characters, for tables. */
  static String brief(String raw, int most) {
    return text(raw.length() <= most ? raw : raw.substring(0, most - 1) + "…");
  }

  /** A score between 0 and 1 as points between 0 and 100. */
  static String points(double score) {
    return number(score * 100, 1);
  }

  static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A coordinate of a drawing. */
  static String at(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
