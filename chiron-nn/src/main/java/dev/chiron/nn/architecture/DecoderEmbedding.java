package dev.chiron.nn.architecture;

import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Weights;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The way of tokens into the residual stream and back: a table, learned positions where the model
 * has them, and linear maps where the table is narrower than the stream.
 */
final class DecoderEmbedding {
  private static final String WEIGHT = ".weight";

  private final DecoderConfig config;
  private final DecoderNames names;
  private final boolean narrow;
  private final Optional<Positions.Learned> learned;

  DecoderEmbedding(DecoderConfig config) {
    this.config = config;
    this.names = config.family().names();
    this.narrow = config.embeddingWidth() != config.width();
    this.learned =
        config.positions() instanceof Positions.Learned positions
            ? Optional.of(positions)
            : Optional.empty();
  }

  /** The weight that holds the table. */
  String table() {
    return names.embedding() + WEIGHT;
  }

  void addShapes(Map<String, long[]> shapes) {
    shapes.put(table(), new long[] {config.vocabularySize(), config.embeddingWidth()});
    learned.ifPresent(
        positions ->
            shapes.put(
                names.positions() + WEIGHT,
                new long[] {config.contextLength() + (long) positions.offset(), config.width()}));
    if (narrow) {
      shapes.put(
          names.embeddingIn() + WEIGHT, new long[] {config.width(), config.embeddingWidth()});
      shapes.put(
          names.embeddingOut() + WEIGHT, new long[] {config.embeddingWidth(), config.width()});
    }
  }

  /**
   * Tokens by their ids alone.
   *
   * @param ids int64 [batch, time]
   * @return [batch, time, width]
   */
  Tensor embed(Weights weights, Tensor ids) {
    Tensor rows = weights.get(table());
    Tensor tokens = torch.embedding(rows, Tensors.onDeviceOf(rows, ids));
    return narrow ? torch.linear(tokens, weights.get(names.embeddingIn() + WEIGHT)) : tokens;
  }

  /** Adds learned positions, where the model has them: [batch, time, width] to the same. */
  Tensor place(Weights weights, Tensor tokens, DecoderPlace place) {
    return learned
        .map(each -> tokens.add(positions(weights.get(names.positions() + WEIGHT), each, place)))
        .orElse(tokens);
  }

  private Tensor positions(Tensor rows, Positions.Learned learned, DecoderPlace place) {
    if (place.given().isPresent()) {
      Tensor indices = Tensors.onDeviceOf(rows, place.given().get());
      return torch.embedding(rows, indices.add(new Scalar(learned.offset())));
    }
    long end = place.first() + place.count();
    if (end > config.contextLength()) {
      throw new IllegalArgumentException(
          "%d tokens do not fit the %d positions that the model has learned"
              .formatted(end, config.contextLength()));
    }
    return rows.narrow(0, learned.offset() + place.first(), place.count()).unsqueeze(0);
  }

  /** [..., width] to [..., the width of the table]. */
  Tensor unembed(Weights weights, Tensor hidden) {
    return narrow ? torch.linear(hidden, weights.get(names.embeddingOut() + WEIGHT)) : hidden;
  }
}
