package dev.chiron.bench.speed;

import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;

/**
 * The size of a Llama-shaped decoder with a head of its own, and of what it reads.
 *
 * @param width of the residual stream
 * @param context tokens of a row that are read
 * @param batch rows
 * @param threads of one operation
 * @param device {@code cpu} or {@code cuda}
 */
public record DecoderShape(
    int layers,
    int width,
    int heads,
    int vocabulary,
    int context,
    int batch,
    int threads,
    String device) {
  /** The same with other sizes. */
  DecoderShape with(int newLayers, int newWidth, int newContext, int newBatch) {
    return new DecoderShape(
        newLayers, newWidth, heads, vocabulary, newContext, newBatch, threads, device);
  }

  DecoderShape withBatch(int newBatch) {
    return with(layers, width, context, newBatch);
  }

  /** The decoder, with room for some tokens behind the context. */
  Decoder decoder(int more) {
    return new Decoder(
        DecoderConfig.builder(vocabulary, width, layers, heads)
            .contextLength(context + more)
            .build());
  }

  int feedForwardWidth() {
    return decoder(0).config().feedForward().width();
  }

  /** Numbers in the model. */
  public long parameters() {
    return decoder(0).shapes().values().stream()
        .mapToLong(
            shape -> {
              long product = 1;
              for (long size : shape) {
                product *= size;
              }
              return product;
            })
        .sum();
  }

  /**
   * Operations of the matrix products that a training step needs: 6 a token and weight of a matrix
   * that it is multiplied with, and 6 times layers, width and context a token for causal attention.
   * What is computed twice counts once; looking up an embedding is no product.
   */
  public double trainingFlops() {
    double multiplied = parameters() - (double) vocabulary * width;
    return (double) batch * context * (6 * multiplied + 6.0 * layers * width * context);
  }

  /** Likewise of a pass that writes one token a row, after the context. */
  public double decodingFlops() {
    double multiplied = parameters() - (double) vocabulary * width;
    return batch * (2 * multiplied + 4.0 * layers * width * context);
  }
}
