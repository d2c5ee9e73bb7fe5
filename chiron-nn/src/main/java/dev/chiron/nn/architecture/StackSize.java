package dev.chiron.nn.architecture;

/**
 * The sizes of a stack of transformer layers.
 *
 * @param width of the residual stream
 * @param heads of attention
 * @param feedForwardWidth between the projections of a feed-forward block
 */
public record StackSize(int layers, int width, int heads, int feedForwardWidth) {
  public StackSize {
    if (layers < 1 || width < 1 || heads < 1 || feedForwardWidth < 1) {
      throw new IllegalArgumentException(
          "layers, width, heads and the feed-forward width must be at least 1");
    }
  }

  /**
   * The width of one head.
   *
   * @throws IllegalArgumentException if the heads do not divide the width
   */
  int headSize() {
    if (width % heads != 0) {
      throw new IllegalArgumentException(heads + " heads do not divide the width " + width);
    }
    return width / heads;
  }
}
