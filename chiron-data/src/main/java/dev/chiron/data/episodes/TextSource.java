package dev.chiron.data.episodes;

import java.util.random.RandomGenerator;

/** An endless supply of training texts. */
public interface TextSource {
  /** The name in recipes and reports. */
  String name();

  /**
   * The next text.
   *
   * @param random all of its randomness
   * @param limit the most tokens that the text should have, by {@code tokens}; a source whose
   *     smallest unit is longer may exceed it, and the trainer then cuts the text's end
   * @param tokens counts the tokens of a piece of text
   */
  TrainingText draw(RandomGenerator random, int limit, TokenCount tokens);

  /** Counts the tokens of a piece of text. */
  @FunctionalInterface
  interface TokenCount {
    int of(String text);
  }
}
