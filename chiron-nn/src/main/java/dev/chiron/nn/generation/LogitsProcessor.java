package dev.chiron.nn.generation;

/** Changes the logits of the next token before it is drawn: constraints, contrast, guidance. */
@FunctionalInterface
public interface LogitsProcessor {
  /** Changes nothing. */
  LogitsProcessor NONE = (row, tokens, logits) -> {};

  /**
   * Changes the logits in place. What is changed depends on the arguments alone: speculative
   * decoding asks about continuations that it then drops.
   *
   * @param row the index of the prompt
   * @param tokens what was generated so far
   * @param logits one for each token of the vocabulary; minus infinity forbids a token
   */
  void process(int row, int[] tokens, float[] logits);

  /** This, then another on what it left. */
  default LogitsProcessor then(LogitsProcessor next) {
    return (row, tokens, logits) -> {
      process(row, tokens, logits);
      next.process(row, tokens, logits);
    };
  }
}
