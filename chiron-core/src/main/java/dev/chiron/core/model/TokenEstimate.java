package dev.chiron.core.model;

/** A careful guess of a text's tokens for a model whose tokenizer is not at hand. */
public final class TokenEstimate {
  private TokenEstimate() {}

  /**
   * One token for every three bytes of UTF-8, rounded up: byte-level BPE vocabularies average about
   * four bytes of English a token, so this errs to the safe side.
   */
  public static int of(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
    }
    return (int) Math.min(Integer.MAX_VALUE, (bytes + 2) / 3);
  }
}
