package dev.chiron.nn.tokenizer;

/** Text that UTF-8 can hold: each surrogate without its partner becomes U+FFFD. */
final class WellFormed {
  private WellFormed() {}

  static String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return repaired(text);
      }
    }
    return text;
  }

  private static String repaired(String text) {
    StringBuilder repaired = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
        .forEach(repaired::appendCodePoint);
    return repaired.toString();
  }
}
