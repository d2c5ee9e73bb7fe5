package dev.chiron.init.corpus;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Texts as rows of tokens.
 *
 * @param training rows, each of at most {@code context} + 1 tokens, the last of which is only
 *     predicted
 * @param heldOut rows that are never trained on
 * @param context tokens that are read at once
 */
public record Corpus(List<int[]> training, List<int[]> heldOut, int context) {
  /** One of so many documents is held out, or that share of the rows of a single one. */
  private static final int HELD_OUT = 20;

  public Corpus {
    training = List.copyOf(training);
    heldOut = List.copyOf(heldOut);
    if (training.isEmpty() || heldOut.isEmpty()) {
      throw new InputException(
          "the corpus is too small: it gives "
              + (training.size() + heldOut.size())
              + " rows of "
              + context
              + " tokens, some of which are held out; give more text or a smaller --context");
    }
  }

  /**
   * Documents one after the other, each followed by the token that ends a text, cut into rows. One
   * document in twenty is held out whole; of fewer documents, the last twentieth of the rows.
   */
  public static Corpus of(List<String> documents, Tokenizer tokenizer, int context) {
    List<int[]> tokens = tokenizer.encodeAll(documents);
    if (documents.size() < HELD_OUT) {
      List<int[]> rows = rows(tokens, tokenizer, context);
      int kept = rows.size() - Math.max(1, rows.size() / HELD_OUT);
      return new Corpus(
          rows.subList(0, Math.max(0, kept)),
          rows.subList(Math.max(0, kept), rows.size()),
          context);
    }
    List<int[]> training = new ArrayList<>();
    List<int[]> heldOut = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      (i % HELD_OUT == HELD_OUT - 1 ? heldOut : training).add(tokens.get(i));
    }
    return new Corpus(
        rows(training, tokenizer, context), rows(heldOut, tokenizer, context), context);
  }

  private static List<int[]> rows(List<int[]> documents, Tokenizer tokenizer, int context) {
    IntStream.Builder all = IntStream.builder();
    for (int[] document : documents) {
      IntStream.of(document).forEach(all::add);
      tokenizer.endOfText().ifPresent(all::add);
    }
    return rows(all.build().toArray(), context);
  }

  /** A stream of tokens cut into rows; neighbours share the token between them. */
  public static List<int[]> rows(int[] tokens, int context) {
    List<int[]> rows = new ArrayList<>();
    for (int from = 0; from + 1 < tokens.length; from += context) {
      rows.add(Arrays.copyOfRange(tokens, from, Math.min(tokens.length, from + context + 1)));
    }
    return rows;
  }
}
