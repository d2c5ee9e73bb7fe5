package dev.chiron.nn.architecture;

/**
 * The choices of a stack of layers.
 *
 * @param cross whether each layer also attends to a source
 */
record StackShape(
    int layers,
    int width,
    AttentionShape attention,
    FeedForwardShape feedForward,
    NormShape norm,
    BlockOrder order,
    boolean cross) {

  /**
   * Layers as in most encoders: layer normalisation, scaled attention, an ungated feed-forward
   * block, biases everywhere.
   */
  static StackShape plain(
      StackSize size, Activation activation, double normEpsilon, BlockOrder order) {
    return new StackShape(
        size.layers(),
        size.width(),
        AttentionShape.scaled(size.heads(), size.heads(), size.headSize(), true, true),
        new FeedForwardShape(size.feedForwardWidth(), activation, false, true),
        NormShape.layer(normEpsilon),
        order,
        false);
  }

  StackShape withCross() {
    return new StackShape(layers, width, attention, feedForward, norm, order, true);
  }

  StackShape withInputBias(boolean bias) {
    AttentionShape changed =
        AttentionShape.scaled(
            attention.heads(), attention.keyValueHeads(), attention.size(), bias, true);
    return new StackShape(layers, width, changed, feedForward, norm, order, cross);
  }
}
