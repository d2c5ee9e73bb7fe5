package dev.chiron.nn.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * GPT-2's printable spelling of bytes: a byte that is a visible Latin-1 character stands for
 * itself, the others are shifted to U+0100 and on, in order.
 */
final class ByteAlphabet {
  private static final char[] CHARACTERS = new char[256];
  private static final Map<Character, Byte> BYTES = new HashMap<>();

  static {
    char next = 0x100;
    for (int b = 0; b < 256; b++) {
      boolean visible = (b >= '!' && b <= '~') || (b >= 0xA1 && b != 0xAD);
      CHARACTERS[b] = visible ? (char) b : next++;
      BYTES.put(CHARACTERS[b], (byte) b);
    }
  }

  private ByteAlphabet() {}

  /** How one byte, 0 to 255, is spelt. */
  static char character(int value) {
    return CHARACTERS[value];
  }

  /** Whether a token is spelt in this alphabet. */
  static boolean spells(String token) {
    return token.chars().allMatch(c -> BYTES.containsKey((char) c));
  }

  /** The bytes of a token that is spelt in this alphabet. */
  static byte[] bytes(String token) {
    byte[] bytes = new byte[token.length()];
    for (int i = 0; i < bytes.length; i++) {
      Byte value = BYTES.get(token.charAt(i));
      if (value == null) {
        throw new IllegalArgumentException("not in the byte alphabet: " + token);
      }
      bytes[i] = value;
    }
    return bytes;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
