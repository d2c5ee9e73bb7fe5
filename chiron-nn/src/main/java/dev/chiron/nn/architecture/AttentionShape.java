package dev.chiron.nn.architecture;

/**
 * The sizes and choices of an attention block.
 *
 * @param heads of the queries
 * @param keyValueHeads divides {@code heads}; equal to it for plain multi-head attention, fewer for
 *     grouped queries (Ainslie et al., 2023, arXiv:2305.13245)
 * @param size of one head
 * @param scale what the products of queries and keys are multiplied with
 * @param inputBias whether the projections to queries, keys and values have a bias
 * @param outputBias whether the projection back has a bias
 */
public record AttentionShape(
    int heads, int keyValueHeads, int size, double scale, boolean inputBias, boolean outputBias) {

  /** Scaled by 1/sqrt(size) (Vaswani et al., 2017, arXiv:1706.03762). */
  public static AttentionShape scaled(
      int heads, int keyValueHeads, int size, boolean inputBias, boolean outputBias) {
    return new AttentionShape(
        heads, keyValueHeads, size, 1 / Math.sqrt(size), inputBias, outputBias);
  }

  /** The width of all queries together. */
  long queryWidth() {
    return (long) heads * size;
  }

  /** The width of all keys, or of all values. */
  long keyWidth() {
    return (long) keyValueHeads * size;
  }
}
