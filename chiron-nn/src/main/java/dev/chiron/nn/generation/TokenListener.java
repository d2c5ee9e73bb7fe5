package dev.chiron.nn.generation;

/** Is told of each token as it is drawn, and can end the completion there. */
@FunctionalInterface
public interface TokenListener {
  /** Listens to nothing and ends nothing. */
  TokenListener SILENT = (row, tokens) -> true;

  /**
   * Takes note of the last token.
   *
   * @param row the index of the prompt
   * @param tokens what was generated so far, at least one; end tokens are not told
   * @return whether to go on
   */
  boolean next(int row, int[] tokens);
}
