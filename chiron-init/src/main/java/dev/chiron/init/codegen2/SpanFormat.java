package dev.chiron.init.codegen2;

import dev.chiron.init.codegen2.SpanSampler.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How a document with gaps is written: {@code context <|endoftext|> <sep> <mask_1> span_1 <eom>
 * <mask_2> span_2 <eom> …}, where mask k stands in the context for the k-th span.
 */
public record SpanFormat(Sentinels sentinels) {
  /** How much longer a document gets that has some gaps, its end of text included. */
  int overhead(int spans) {
    return 3 * spans + 2;
  }

  /** The document with its spans taken out and written behind it. */
  public int[] write(int[] document, List<Span> spans) {
    IntStream.Builder context = IntStream.builder();
    IntStream.Builder fillings = IntStream.builder();
    int at = 0;
    for (int k = 0; k < spans.size(); k++) {
      Span span = spans.get(k);
      IntStream.of(Arrays.copyOfRange(document, at, span.from())).forEach(context::add);
      context.add(sentinels.masks().get(k));
      fillings.add(sentinels.masks().get(k));
      IntStream.of(Arrays.copyOfRange(document, span.from(), span.to())).forEach(fillings::add);
      fillings.add(sentinels.endOfMask());
      at = span.to();
    }
    IntStream.of(Arrays.copyOfRange(document, at, document.length)).forEach(context::add);
    context.add(sentinels.endOfText());
    context.add(sentinels.separator());
    return IntStream.concat(context.build(), fillings.build()).toArray();
  }

  /**
   * The document that was written.
   *
   * @throws IllegalArgumentException if it was not written so
   */
  public int[] restore(int[] written) {
    int separator = indexOf(written, sentinels.separator(), 0);
    if (separator < 1 || written[separator - 1] != sentinels.endOfText()) {
      throw new IllegalArgumentException("no separator behind an end of text");
    }
    Map<Integer, int[]> fillings = new HashMap<>();
    for (int at = separator + 1; at < written.length; ) {
      int end = indexOf(written, sentinels.endOfMask(), at);
      if (end < 0) {
        throw new IllegalArgumentException("a filling has no end");
      }
      fillings.put(written[at], Arrays.copyOfRange(written, at + 1, end));
      at = end + 1;
    }
    List<Integer> document = new ArrayList<>();
    for (int token : Arrays.copyOf(written, separator - 1)) {
      int[] filling = fillings.get(token);
      if (filling == null) {
        document.add(token);
      } else {
        IntStream.of(filling).forEach(document::add);
      }
    }
    return document.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int indexOf(int[] tokens, int token, int from) {
    for (int i = from; i < tokens.length; i++) {
      if (tokens[i] == token) {
        return i;
      }
    }
    return -1;
  }

  /**
   * What a model continues with the filling of a gap: {@code parts[0] <mask_1> parts[1] <mask_2> …
   * <|endoftext|> <sep>}, then the fillings that are there, then the mask of the next.
   *
   * @param parts of a document around its gaps, at least two
   * @param filled the fillings of the first gaps
   */
  public int[] prompt(List<int[]> parts, List<int[]> filled) {
    IntStream.Builder tokens = IntStream.builder();
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        tokens.add(sentinels.masks().get(i - 1));
      }
      IntStream.of(parts.get(i)).forEach(tokens::add);
    }
    tokens.add(sentinels.endOfText());
    tokens.add(sentinels.separator());
    for (int k = 0; k < filled.size(); k++) {
      tokens.add(sentinels.masks().get(k));
      IntStream.of(filled.get(k)).forEach(tokens::add);
      tokens.add(sentinels.endOfMask());
    }
    return tokens.add(sentinels.masks().get(filled.size())).build().toArray();
  }
}
