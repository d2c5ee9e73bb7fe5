package dev.chiron.nn.generation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A completion that grows. */
final class Row {
  private final int index;
  private final int promptLength;
  private final RandomGenerator random;
  private int[] tokens = {};
  private boolean stopped;

  Row(int index, int promptLength, RandomGenerator random) {
    this.index = index;
    this.promptLength = promptLength;
    this.random = random;
  }

  int index() {
    return index;
  }

  int promptLength() {
    return promptLength;
  }

  RandomGenerator random() {
    return random;
  }

  /** What was drawn so far: not to be changed. */
  int[] tokens() {
    return tokens;
  }

  /** Draws one more token; gives whether the row goes on. */
  boolean extend(float[] logits, GenerationOptions options) {
    options.processor().process(index, tokens, logits);
    return append(options.sampling().choose(logits, random), options);
  }

  /** Takes one more token; gives whether the row goes on. */
  boolean append(int token, GenerationOptions options) {
    if (options.endTokens().contains(token)) {
      stopped = true;
      return false;
    }
    tokens = Arrays.copyOf(tokens, tokens.length + 1);
    tokens[tokens.length - 1] = token;
    boolean more = options.listener().next(index, tokens.clone());
    stopped = options.stop().stops(index, tokens) || !more;
    return !stopped && tokens.length < options.maxTokens();
  }

  Generated generated() {
    return new Generated(tokens, stopped);
  }
}
