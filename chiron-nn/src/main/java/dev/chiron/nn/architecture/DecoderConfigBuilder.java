package dev.chiron.nn.architecture;

import java.util.List;
import java.util.Optional;

/** Changes some choices of a {@link DecoderConfig}; the meaning of each is told there. */
public final class DecoderConfigBuilder {
  /** Says that a size follows from others. */
  private static final int DERIVED = 0;

  private final DecoderFamily family;
  private int vocabularySize;
  private int contextLength;
  private int width;
  private int embeddingWidth = DERIVED;
  private int feedForwardWidth = DERIVED;
  private int layers;
  private int heads;
  private int keyValueHeads = DERIVED;
  private int headSize = DERIVED;
  private boolean attentionInputBias;
  private boolean attentionOutputBias;
  private boolean queryKeyNorm;
  private Optional<SlidingWindow> window = Optional.empty();
  private Activation activation = Activation.SILU;
  private boolean gated = true;
  private boolean feedForwardBias;
  private NormShape norm = NormShape.rms(1e-6); // the default of LlamaConfig
  private BlockOrder order = BlockOrder.PRE_NORM;
  private boolean finalNorm = true;
  private Positions positions = Positions.Rotary.of(10_000); // as in RoFormer
  private boolean tiedHead;
  private double initialDeviation = 0.02; // as in GPT-2
  private List<Integer> endTokens = List.of();

  DecoderConfigBuilder(DecoderFamily family) {
    this.family = family;
  }

  DecoderConfigBuilder(DecoderConfig from) {
    family = from.family();
    vocabularySize = from.vocabularySize();
    contextLength = from.contextLength();
    width = from.width();
    embeddingWidth = from.embeddingWidth();
    feedForwardWidth = from.feedForward().width();
    layers = from.layers();
    heads = from.attention().heads();
    keyValueHeads = from.attention().keyValueHeads();
    headSize = from.attention().size();
    attentionInputBias = from.attention().inputBias();
    attentionOutputBias = from.attention().outputBias();
    queryKeyNorm = from.queryKeyNorm();
    window = from.window();
    activation = from.feedForward().activation();
    gated = from.feedForward().gated();
    feedForwardBias = from.feedForward().bias();
    norm = from.norm();
    order = from.order();
    finalNorm = from.finalNorm();
    positions = from.positions();
    tiedHead = from.tiedHead();
    initialDeviation = from.initialDeviation();
    endTokens = from.endTokens();
  }

  public DecoderConfigBuilder vocabularySize(int value) {
    vocabularySize = value;
    return this;
  }

  public DecoderConfigBuilder contextLength(int value) {
    contextLength = value;
    return this;
  }

  public DecoderConfigBuilder width(int value) {
    width = value;
    return this;
  }

  public DecoderConfigBuilder embeddingWidth(int value) {
    embeddingWidth = value;
    return this;
  }

  public DecoderConfigBuilder feedForwardWidth(int value) {
    feedForwardWidth = value;
    return this;
  }

  public DecoderConfigBuilder layers(int value) {
    layers = value;
    return this;
  }

  public DecoderConfigBuilder heads(int value) {
    heads = value;
    return this;
  }

  public DecoderConfigBuilder keyValueHeads(int value) {
    keyValueHeads = value;
    return this;
  }

  public DecoderConfigBuilder headSize(int value) {
    headSize = value;
    return this;
  }

  /** Biases of all four projections of attention, or of none. */
  public DecoderConfigBuilder attentionBias(boolean value) {
    attentionInputBias = value;
    attentionOutputBias = value;
    return this;
  }

  /** Biases of queries, keys and values alone. */
  public DecoderConfigBuilder attentionInputBias(boolean value) {
    attentionInputBias = value;
    return this;
  }

  public DecoderConfigBuilder queryKeyNorm(boolean value) {
    queryKeyNorm = value;
    return this;
  }

  /** A sliding window of some tokens from a layer on. */
  public DecoderConfigBuilder window(int tokens, int fromLayer) {
    window = Optional.of(new SlidingWindow(tokens, fromLayer));
    return this;
  }

  public DecoderConfigBuilder noWindow() {
    window = Optional.empty();
    return this;
  }

  Optional<SlidingWindow> window() {
    return window;
  }

  public DecoderConfigBuilder activation(Activation value) {
    activation = value;
    return this;
  }

  public DecoderConfigBuilder gated(boolean value) {
    gated = value;
    return this;
  }

  public DecoderConfigBuilder feedForwardBias(boolean value) {
    feedForwardBias = value;
    return this;
  }

  public DecoderConfigBuilder norm(NormShape value) {
    norm = value;
    return this;
  }

  public DecoderConfigBuilder normEpsilon(double value) {
    norm = new NormShape(norm.kind(), value);
    return this;
  }

  public DecoderConfigBuilder order(BlockOrder value) {
    order = value;
    return this;
  }

  public DecoderConfigBuilder finalNorm(boolean value) {
    finalNorm = value;
    return this;
  }

  public DecoderConfigBuilder positions(Positions value) {
    positions = value;
    return this;
  }

  DecoderConfigBuilder learnedPositions(int offset) {
    return positions(new Positions.Learned(offset));
  }

  /** Rotary positions of all dimensions with another base. */
  public DecoderConfigBuilder rotaryBase(double value) {
    return positions(Positions.Rotary.of(value));
  }

  Positions.Rotary rotary() {
    return positions instanceof Positions.Rotary rotary ? rotary : Positions.Rotary.of(10_000);
  }

  public DecoderConfigBuilder tiedHead(boolean value) {
    tiedHead = value;
    return this;
  }

  public DecoderConfigBuilder initialDeviation(double value) {
    initialDeviation = value;
    return this;
  }

  public DecoderConfigBuilder endTokens(Integer... ids) {
    return endTokens(List.of(ids));
  }

  DecoderConfigBuilder endTokens(List<Integer> ids) {
    endTokens = ids;
    return this;
  }

  /**
   * The configuration. Sizes that nobody gave follow from others: a head's is width / heads, there
   * are as many key-value heads as heads, the feed-forward width is 4 times the width, or 8/3 of it
   * rounded up to a multiple of 16 if it is gated.
   *
   * @throws IllegalArgumentException if a choice is out of range; names the field
   */
  public DecoderConfig build() {
    if (heads < 1 || (headSize == DERIVED && width % heads != 0)) {
      throw new IllegalArgumentException(
          "field '%s': %d heads do not divide a width of %d"
              .formatted(family.sizes().heads(), heads, width));
    }
    int keyHeads = keyValueHeads == DERIVED ? heads : keyValueHeads;
    int size = headSize == DERIVED ? width / heads : headSize;
    return new DecoderConfig(
        family,
        vocabularySize,
        contextLength,
        width,
        embeddingWidth == DERIVED ? width : embeddingWidth,
        layers,
        AttentionShape.scaled(heads, keyHeads, size, attentionInputBias, attentionOutputBias),
        queryKeyNorm,
        window,
        new FeedForwardShape(innerWidth(), activation, gated, feedForwardBias),
        norm,
        order,
        finalNorm,
        positions,
        tiedHead,
        initialDeviation,
        endTokens);
  }

  private int innerWidth() {
    if (feedForwardWidth != DERIVED) {
      return feedForwardWidth;
    }
    return gated ? (8 * width / 3 + 15) / 16 * 16 : 4 * width;
  }
}
