package dev.chiron.init.layers;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.Encoder;
import dev.chiron.nn.architecture.EncoderConfig;
import dev.chiron.nn.architecture.EncoderDecoder;
import dev.chiron.nn.architecture.EncoderDecoderConfig;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.architecture.StackSize;
import dev.chiron.nn.architecture.VisionConfig;
import dev.chiron.nn.architecture.VisionEncoder;

/** The same network deeper, shallower or wider. */
public final class Resizing {
  private Resizing() {}

  /**
   * How many layers a network has; of an encoder-decoder, each of its stacks.
   *
   * @throws InputException if its stacks differ, or it is a pair of encoders
   */
  public static int layers(Network network) {
    return switch (network) {
      case Decoder decoder -> decoder.config().layers();
      case Encoder encoder -> encoder.config().size().layers();
      case VisionEncoder vision -> vision.config().size().layers();
      case EncoderDecoder both -> {
        int layers = both.config().encoder().layers();
        if (both.config().decoder().layers() != layers) {
          throw new InputException(
              "the encoder has %d layers and the decoder %d: only stacks of one depth are resized"
                  .formatted(layers, both.config().decoder().layers()));
        }
        yield layers;
      }
      default -> throw unsupported(network);
    };
  }

  /**
   * The same network with another number of layers.
   *
   * @throws InputException if it is of a kind that is not resized
   */
  public static Network withLayers(Network network, int layers) {
    return switch (network) {
      case Decoder decoder -> new Decoder(decoder.config().toBuilder().layers(layers).build());
      case Encoder encoder -> new Encoder(withLayers(encoder.config(), layers));
      case VisionEncoder vision -> new VisionEncoder(withLayers(vision.config(), layers));
      case EncoderDecoder both -> {
        layers(both);
        yield new EncoderDecoder(withLayers(both.config(), layers));
      }
      default -> throw unsupported(network);
    };
  }

  private static InputException unsupported(Network network) {
    return new InputException(
        network.config().modelType()
            + ": only decoders, encoders, encoder-decoders and vision encoders are resized");
  }

  private static StackSize withLayers(StackSize size, int layers) {
    return new StackSize(layers, size.width(), size.heads(), size.feedForwardWidth());
  }

  private static EncoderConfig withLayers(EncoderConfig c, int layers) {
    return new EncoderConfig(
        c.family(),
        c.head(),
        withLayers(c.size(), layers),
        c.vocabularySize(),
        c.contextLength(),
        c.types(),
        c.activation(),
        c.normEpsilon(),
        c.paddingToken(),
        c.labels(),
        c.initialDeviation());
  }

  private static VisionConfig withLayers(VisionConfig c, int layers) {
    return new VisionConfig(
        withLayers(c.size(), layers),
        c.image(),
        c.activation(),
        c.normEpsilon(),
        c.inputBias(),
        c.labels(),
        c.initialDeviation());
  }

  private static EncoderDecoderConfig withLayers(EncoderDecoderConfig c, int layers) {
    return new EncoderDecoderConfig(
        c.family(),
        c.vocabularySize(),
        c.contextLength(),
        withLayers(c.encoder(), layers),
        withLayers(c.decoder(), layers),
        c.headSize(),
        c.activation(),
        c.gated(),
        c.normEpsilon(),
        c.relative(),
        c.tiedHead(),
        c.headBias(),
        c.scaledEmbedding(),
        c.startToken(),
        c.firstToken(),
        c.paddingToken(),
        c.endTokens(),
        c.initialDeviation());
  }

  /**
   * A decoder of another width with heads of the same size: heads, key-value heads and the
   * feed-forward width grow in proportion.
   *
   * @throws InputException if the width is not reached by whole heads, or the network is no decoder
   */
  public static Decoder withWidth(Network network, int width) {
    if (!(network instanceof Decoder decoder)) {
      throw new InputException(network.config().modelType() + ": only decoders are grown in width");
    }
    DecoderConfig config = decoder.config();
    if (config.embeddingWidth() != config.width()) {
      throw new InputException("a decoder whose embedding is narrower is not grown in width");
    }
    int heads = scaled(config.heads(), config, width, "attention heads");
    return new Decoder(
        config.toBuilder()
            .width(width)
            .embeddingWidth(width)
            .heads(heads)
            .keyValueHeads(scaled(config.keyValueHeads(), config, width, "key-value heads"))
            .headSize(config.headSize())
            .feedForwardWidth(
                scaled(config.feedForwardWidth(), config, width, "feed-forward units"))
            .build());
  }

  private static int scaled(int count, DecoderConfig config, int width, String what) {
    long product = (long) count * width;
    if (product % config.width() != 0) {
      throw new InputException(
          "width %d: %d %s of width %d do not become a whole number (heads keep their size of %d)"
              .formatted(width, count, what, config.width(), config.headSize()));
    }
    return Math.toIntExact(product / config.width());
  }
}
