package dev.chiron.nn.generation;

import dev.chiron.nn.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tokens of a vocabulary by the bytes that they stand for: which tokens a text can begin with,
 * and which begin with a text.
 *
 * <p>The tokens are sorted by their bytes, so that each node of the trie is a range of them and a
 * step down is a binary search. Tokens that stand for no text, such as special ones, are left out.
 */
public final class VocabularyTrie {
  private final byte[][] bytes;
  private final int[] sorted;
  private final int longest;

  private VocabularyTrie(byte[][] bytes) {
    this.bytes = bytes;
    this.sorted =
        IntStream.range(0, bytes.length)
            .filter(token -> bytes[token].length > 0)
            .boxed()
            .sorted(Comparator.comparing(token -> bytes[token], Arrays::compareUnsigned))
            .mapToInt(Integer::intValue)
            .toArray();
    this.longest = Arrays.stream(bytes).mapToInt(each -> each.length).max().orElse(0);
  }

  /** Of all tokens of a tokenizer. */
  public static VocabularyTrie of(Tokenizer tokenizer) {
    return of(IntStream.range(0, tokenizer.vocabularySize()).mapToObj(tokenizer::bytes).toList());
  }

  /**
   * @param bytes what each token stands for, by id; empty if nothing
   */
  public static VocabularyTrie of(List<byte[]> bytes) {
    return new VocabularyTrie(bytes.stream().map(byte[]::clone).toArray(byte[][]::new));
  }

  /** What a token stands for; empty for one beyond the vocabulary too, as models can have them. */
  public byte[] bytes(int token) {
    return token < bytes.length ? bytes[token].clone() : new byte[0];
  }

  /** What tokens stand for together. */
  public byte[] bytes(int[] tokens) {
    int length = 0;
    for (int token : tokens) {
      length += bytes(token).length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (int token : tokens) {
      byte[] own = bytes(token);
      System.arraycopy(own, 0, all, at, own.length);
      at += own.length;
    }
    return all;
  }

  /** The tokens that begin with some bytes, or are them; all for none. In order of their bytes. */
  public List<Integer> startingWith(byte[] prefix) {
    int from = firstAtLeast(prefix, prefix.length);
    List<Integer> found = new ArrayList<>();
    for (int i = from; i < sorted.length && startsWith(bytes[sorted[i]], prefix); i++) {
      found.add(sorted[i]);
    }
    return found;
  }

  /**
   * The tokens that some bytes begin with, or are, shortest first.
   *
   * @param text from {@code offset} on
   */
  public List<Integer> beginnings(byte[] text, int offset) {
    List<Integer> found = new ArrayList<>();
    byte[] rest = Arrays.copyOfRange(text, offset, Math.min(text.length, offset + longest));
    for (int length = 1; length <= rest.length; length++) {
      for (int i = firstAtLeast(rest, length); i < sorted.length; i++) {
        if (!Arrays.equals(bytes[sorted[i]], 0, bytes[sorted[i]].length, rest, 0, length)) {
          break;
        }
        found.add(sorted[i]);
      }
    }
    return found;
  }

  /** The place of the first token whose bytes are not before the first bytes of a text. */
  private int firstAtLeast(byte[] text, int length) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      byte[] own = bytes[sorted[middle]];
      if (Arrays.compareUnsigned(own, 0, own.length, text, 0, length) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static boolean startsWith(byte[] text, byte[] prefix) {
    return text.length >= prefix.length
        && Arrays.equals(text, 0, prefix.length, prefix, 0, prefix.length);
  }
}
