package dev.chiron.init.codegen2;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tokens that mark gaps and what fills them.
 *
 * @param masks {@code <mask_1>}, {@code <mask_2>}, …: each stands for a gap
 * @param separator {@code <sep>}: before the first filling
 * @param endOfMask {@code <eom>}: behind each filling
 * @param endOfText ends a document
 */
public record Sentinels(List<Integer> masks, int separator, int endOfMask, int endOfText) {
  /** As many masks as the paper's vocabulary has. */
  public static final int MASKS = 100;

  private static final String SEPARATOR = "<sep>";
  private static final String END_OF_MASK = "<eom>";

  public Sentinels {
    masks = List.copyOf(masks);
    if (masks.isEmpty()) {
      throw new IllegalArgumentException("there must be a mask token");
    }
  }

  /** The spellings of all but the end of a text, in the order of the ids they are given. */
  public static List<String> spellings(int masks) {
    List<String> all = new ArrayList<>();
    IntStream.rangeClosed(1, masks).mapToObj(Sentinels::mask).forEach(all::add);
    all.add(SEPARATOR);
    all.add(END_OF_MASK);
    return all;
  }

  private static String mask(int number) {
    return "<mask_" + number + ">";
  }

  /**
   * Those of a tokenizer, with as many masks as it has.
   *
   * @throws InputException if it lacks them
   */
  public static Sentinels of(Tokenizer tokenizer) {
    List<Integer> masks = new ArrayList<>();
    try {
      int separator = tokenizer.idOf(SEPARATOR);
      int endOfMask = tokenizer.idOf(END_OF_MASK);
      masks.add(tokenizer.idOf(mask(1)));
      while (masks.size() < MASKS && has(tokenizer, mask(masks.size() + 1))) {
        masks.add(tokenizer.idOf(mask(masks.size() + 1)));
      }
      int end =
          tokenizer
              .endOfText()
              .orElseThrow(() -> new InputException("the tokenizer has no end of text"));
      return new Sentinels(masks, separator, endOfMask, end);
    } catch (InputException e) {
      throw new InputException(
          "the model cannot fill gaps: %s; train it by chiron train --objective mix --add-tokens"
              .formatted(e.getMessage()),
          e);
    }
  }

  private static boolean has(Tokenizer tokenizer, String token) {
    try {
      return tokenizer.idOf(token) >= 0;
    } catch (InputException e) {
      return false;
    }
  }
}
