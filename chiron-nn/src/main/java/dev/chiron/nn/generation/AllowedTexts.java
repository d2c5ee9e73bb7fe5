package dev.chiron.nn.generation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Lets a completion be one of some texts and nothing else, however it is cut into tokens: a token
 * is allowed if it carries on one of the texts, and the end token if one is complete.
 */
public final class AllowedTexts implements LogitsProcessor {
  private final VocabularyTrie vocabulary;
  private final List<byte[]> texts;
  private final int endToken;

  /**
   * @param texts none of them empty, such as labels with the space that goes before them
   * @param endToken ends the completion
   * @throws IllegalArgumentException if there is no text, or an empty one
   */
  public AllowedTexts(VocabularyTrie vocabulary, List<String> texts, int endToken) {
    if (texts.isEmpty() || texts.contains("")) {
      throw new IllegalArgumentException("the allowed texts must be some that are not empty");
    }
    this.vocabulary = vocabulary;
    this.texts = texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    this.endToken = endToken;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the tokens are the start of no allowed text, which happens
   *     only if something else drew them
   */
  @Override
  public void process(int row, int[] tokens, float[] logits) {
    byte[] written = vocabulary.bytes(tokens);
    boolean[] allowed = new boolean[logits.length];
    boolean any = false;
    for (byte[] text : texts) {
      if (text.length >= written.length
          && Arrays.equals(text, 0, written.length, written, 0, written.length)) {
        any = true;
        if (text.length == written.length) {
          allowed[endToken] = true;
        } else {
          vocabulary.beginnings(text, written.length).forEach(token -> allowed[token] = true);
        }
      }
    }
    if (!any) {
      throw new IllegalArgumentException("the completion has left the allowed texts");
    }
    for (int i = 0; i < logits.length; i++) {
      if (!allowed[i]) {
        logits[i] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
