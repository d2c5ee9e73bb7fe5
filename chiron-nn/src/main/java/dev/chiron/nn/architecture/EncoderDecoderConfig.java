package dev.chiron.nn.architecture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An encoder-decoder: an encoder that sees a source whole, and a causal decoder that attends to
 * what the encoder gives.
 *
 * @param vocabularySize rows of the table of tokens, which both sides share
 * @param contextLength the most tokens of a source, and of a target
 * @param encoder sizes of the encoder
 * @param decoder sizes of the decoder, of the encoder's width
 * @param headSize of one head
 * @param activation of the feed-forward blocks
 * @param gated whether the feed-forward blocks are gated
 * @param normEpsilon added to the mean square or the variance
 * @param relative positions by distance; learned ones if it is empty
 * @param tiedHead whether the head is the table's transpose
 * @param headBias whether the files have a bias of the head
 * @param scaledEmbedding whether embedded tokens are multiplied by the root of the width
 * @param startToken what a target starts after
 * @param firstToken what every target starts with, beside the start token
 * @param paddingToken fills shorter rows
 * @param endTokens end a source and a target
 * @param initialDeviation of the normal distribution of fresh weights; in T5 a factor of the
 *     deviation that the shape gives
 */
public record EncoderDecoderConfig(
    EncoderDecoderFamily family,
    int vocabularySize,
    int contextLength,
    StackSize encoder,
    StackSize decoder,
    int headSize,
    Activation activation,
    boolean gated,
    double normEpsilon,
    Optional<RelativePositions> relative,
    boolean tiedHead,
    boolean headBias,
    boolean scaledEmbedding,
    int startToken,
    Optional<Integer> firstToken,
    int paddingToken,
    List<Integer> endTokens,
    double initialDeviation)
    implements ArchitectureConfig {

  private static final int DEFAULT_T5_CONTEXT = 512;
  private static final int DEFAULT_BART_CONTEXT = 1024;

  public EncoderDecoderConfig {
    endTokens = List.copyOf(endTokens);
    if (vocabularySize < 1 || contextLength < 1 || headSize < 1) {
      throw new IllegalArgumentException(
          "the vocabulary, the context and the size of a head must be at least 1");
    }
    if (encoder.width() != decoder.width()) {
      throw new IllegalArgumentException("encoder and decoder differ in width");
    }
    for (int token : new int[] {startToken, paddingToken}) {
      if (token < 0 || token >= vocabularySize) {
        throw new IllegalArgumentException("token " + token + " is not in the vocabulary");
      }
    }
  }

  /** A T5 of some size, as first published: ReLU, the head tied. */
  public static EncoderDecoderConfig t5(int vocabularySize, StackSize size) {
    return new EncoderDecoderConfig(
        EncoderDecoderFamily.T5,
        vocabularySize,
        DEFAULT_T5_CONTEXT,
        size,
        size,
        size.headSize(),
        Activation.RELU,
        false,
        1e-6,
        Optional.of(RelativePositions.T5),
        true,
        false,
        false,
        0,
        Optional.empty(),
        0,
        List.of(1),
        1);
  }

  /** A T5 of version 1.1, as FLAN-T5 is: GELU gates, the head of its own. */
  public static EncoderDecoderConfig flanT5(int vocabularySize, StackSize size) {
    EncoderDecoderConfig t5 = t5(vocabularySize, size);
    return new EncoderDecoderConfig(
        t5.family,
        vocabularySize,
        t5.contextLength,
        size,
        size,
        t5.headSize,
        Activation.GELU_TANH,
        true,
        t5.normEpsilon,
        t5.relative,
        false,
        false,
        false,
        0,
        Optional.empty(),
        0,
        List.of(1),
        1);
  }

  /** A BART of some size. */
  public static EncoderDecoderConfig bart(int vocabularySize, StackSize size) {
    return new EncoderDecoderConfig(
        EncoderDecoderFamily.BART,
        vocabularySize,
        DEFAULT_BART_CONTEXT,
        size,
        size,
        size.headSize(),
        Activation.GELU,
        false,
        1e-5,
        Optional.empty(),
        true,
        true,
        false,
        2,
        Optional.of(0),
        1,
        List.of(2),
        0.02);
  }

  /**
   * Reads {@code config.json}.
   *
   * @throws dev.chiron.core.error.InputException if a field is missing, of the wrong type or out of
   *     range, or asks for what this model does not do; names the field
   */
  public static EncoderDecoderConfig read(Path file) {
    return EncoderDecoderFields.read(file);
  }

  @Override
  public ObjectNode toJson() {
    return EncoderDecoderFields.write(this);
  }

  @Override
  public String modelType() {
    return family.modelType();
  }

  @Override
  public int width() {
    return decoder.width();
  }

  /** The layers of the decoder. */
  @Override
  public int layers() {
    return decoder.layers();
  }

  @Override
  public int keyValueHeads() {
    return decoder.heads();
  }

  /** The tokens that a target starts with: what is generated or scored follows them. */
  public int[] prefix() {
    return firstToken
        .map(first -> new int[] {startToken, first})
        .orElseGet(() -> new int[] {startToken});
  }

  /** With other random weights at the start. */
  public EncoderDecoderConfig withInitialDeviation(double deviation) {
    return with(relative, contextLength, deviation);
  }

  /** With other positions by distance. */
  public EncoderDecoderConfig withRelative(RelativePositions positions) {
    return with(Optional.of(positions), contextLength, initialDeviation);
  }

  public EncoderDecoderConfig withContextLength(int tokens) {
    return with(relative, tokens, initialDeviation);
  }

  private EncoderDecoderConfig with(
      Optional<RelativePositions> newRelative, int newContextLength, double newDeviation) {
    return new EncoderDecoderConfig(
        family,
        vocabularySize,
        newContextLength,
        encoder,
        decoder,
        headSize,
        activation,
        gated,
        normEpsilon,
        newRelative,
        tiedHead,
        headBias,
        scaledEmbedding,
        startToken,
        firstToken,
        paddingToken,
        endTokens,
        newDeviation);
  }
}
