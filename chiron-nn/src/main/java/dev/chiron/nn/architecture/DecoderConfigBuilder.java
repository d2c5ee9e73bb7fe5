package dev.chiron.nn.architecture;

import java.util.List;

/** Changes some choices of a {@link DecoderConfig}; the meaning of each is told there. */
public final class DecoderConfigBuilder {
  private final String modelType;
  private int vocabularySize;
  private int contextLength;
  private final int width;
  private int feedForwardWidth;
  private final int layers;
  private final int heads;
  private int keyValueHeads;
  private int headSize;
  private double normEpsilon;
  private double rotaryBase;
  private boolean tiedHead;
  private boolean attentionBias;
  private boolean feedForwardBias;
  private double initialDeviation;
  private List<Integer> endTokens;

  DecoderConfigBuilder(DecoderConfig from) {
    modelType = from.modelType();
    vocabularySize = from.vocabularySize();
    contextLength = from.contextLength();
    width = from.width();
    feedForwardWidth = from.feedForwardWidth();
    layers = from.layers();
    heads = from.heads();
    keyValueHeads = from.keyValueHeads();
    headSize = from.headSize();
    normEpsilon = from.normEpsilon();
    rotaryBase = from.rotaryBase();
    tiedHead = from.tiedHead();
    attentionBias = from.attentionBias();
    feedForwardBias = from.feedForwardBias();
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

  public DecoderConfigBuilder feedForwardWidth(int value) {
    feedForwardWidth = value;
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

  public DecoderConfigBuilder normEpsilon(double value) {
    normEpsilon = value;
    return this;
  }

  public DecoderConfigBuilder rotaryBase(double value) {
    rotaryBase = value;
    return this;
  }

  public DecoderConfigBuilder tiedHead(boolean value) {
    tiedHead = value;
    return this;
  }

  public DecoderConfigBuilder attentionBias(boolean value) {
    attentionBias = value;
    return this;
  }

  public DecoderConfigBuilder feedForwardBias(boolean value) {
    feedForwardBias = value;
    return this;
  }

  public DecoderConfigBuilder initialDeviation(double value) {
    initialDeviation = value;
    return this;
  }

  public DecoderConfigBuilder endTokens(Integer... ids) {
    endTokens = List.of(ids);
    return this;
  }

  /**
   * The configuration.
   *
   * @throws IllegalArgumentException if a choice is out of range; names the field
   */
  public DecoderConfig build() {
    return new DecoderConfig(
        modelType,
        vocabularySize,
        contextLength,
        width,
        feedForwardWidth,
        layers,
        heads,
        keyValueHeads,
        headSize,
        normEpsilon,
        rotaryBase,
        tiedHead,
        attentionBias,
        feedForwardBias,
        initialDeviation,
        endTokens);
  }
}
