package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Weights;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One side of an encoder-decoder: from tokens to the states after the last layer. */
final class SequenceTower {
  /** The rows that BART's tables of positions have before that of position 0. */
  private static final int BART_OFFSET = 2;

  /** What a pass of a tower is given beside the tokens. */
  record Call(
      Weights weights,
      Interventions interventions,
      ResolvedMask mask,
      Optional<StackLayer.Source> source) {}

  private final EncoderDecoderConfig config;
  private final String tokens;
  private final String positions;
  private final Site embedding;
  private final Norm outerNorm;
  private final Optional<RelativeBias> relative;
  private final Stack stack;

  /**
   * A side.
   *
   * @param tower {@link Site#ENCODER} or {@link Site#DECODER}
   */
  SequenceTower(EncoderDecoderConfig config, String tower) {
    this.config = config;
    EncoderDecoderFamily family = config.family();
    boolean decoder = tower.equals(Site.DECODER);
    StackSize size = decoder ? config.decoder() : config.encoder();
    tokens = family.tokens();
    positions = family.positions(tower);
    embedding = new Site(tower, Site.OUTSIDE, Site.EMBEDDING.part());
    StackShape shape = shape(config, size);
    outerNorm = new Norm(shape.norm(), family.outerNorm(tower), config.width());
    relative =
        config.relative().map(each -> new RelativeBias(each, !decoder, positions, size.heads()));
    stack =
        new Stack(
            decoder ? shape.withCross() : shape,
            tower,
            index -> family.layer(tower, index, config.gated()));
  }

  private static StackShape shape(EncoderDecoderConfig config, StackSize size) {
    boolean t5 = config.family() == EncoderDecoderFamily.T5;
    boolean bias = !t5;
    int heads = size.heads();
    return new StackShape(
        size.layers(),
        size.width(),
        t5
            ? new AttentionShape(heads, heads, config.headSize(), 1, false, false)
            : AttentionShape.scaled(heads, heads, size.headSize(), true, true),
        new FeedForwardShape(size.feedForwardWidth(), config.activation(), config.gated(), bias),
        t5 ? NormShape.rms(config.normEpsilon()) : NormShape.layer(config.normEpsilon()),
        t5 ? BlockOrder.PRE_NORM : BlockOrder.POST_NORM,
        false);
  }

  void addShapes(Map<String, long[]> shapes) {
    if (relative.isPresent()) {
      relative.get().addShapes(shapes);
    } else {
      shapes.put(
          positions, new long[] {config.contextLength() + (long) BART_OFFSET, config.width()});
    }
    stack.addShapes(shapes);
    outerNorm.addShapes(shapes);
  }

  void addSites(Map<Site, String> sites) {
    stack.addSites(sites);
  }

  /** [batch, time, width] after the last layer and, in T5, its norm. */
  Tensor forward(TokenInput input, Call call) {
    Weights weights = call.weights();
    Tensor table = weights.get(tokens);
    Tensor words = torch.embedding(table, Tensors.onDeviceOf(table, input.ids()));
    Tensor scaled =
        config.scaledEmbedding() ? words.mul(new Scalar(Math.sqrt(config.width()))) : words;
    ResolvedMask mask =
        relative
            .map(bias -> bias.add(weights, call.mask(), queries(input), keys(input)))
            .orElse(call.mask());
    StackLayer.Pass pass =
        new StackLayer.Pass(
            weights,
            call.interventions(),
            mask,
            new AttentionMemory(VirtualTokens.NONE, input.cache()),
            call.source());
    if (relative.isPresent()) {
      Tensor stream = call.interventions().residual(embedding, scaled);
      return outerNorm.apply(weights, stack.forward(stream, pass));
    }
    Tensor placed = outerNorm.apply(weights, scaled.add(places(weights.get(positions), input)));
    return stack.forward(call.interventions().residual(embedding, placed), pass);
  }

  /** The learned vectors of the positions: [1 or batch, time, width]. */
  private Tensor places(Tensor table, TokenInput input) {
    if (input.positions().isPresent()) {
      Tensor index = Tensors.onDeviceOf(table, input.positions().get());
      return torch.embedding(table, index.add(new Scalar(BART_OFFSET)));
    }
    long end = input.past() + input.time();
    if (end > config.contextLength()) {
      throw new IllegalArgumentException(
          "%d tokens do not fit the %d positions that the model has learned"
              .formatted(end, config.contextLength()));
    }
    return table.narrow(0, BART_OFFSET + input.past(), input.time()).unsqueeze(0);
  }

  /**
   * The positions of the new tokens, by which distances are counted. In rows with padding on the
   * left the columns tell distances as well, and those of cached tokens too.
   */
  private static long[][] queries(TokenInput input) {
    boolean byColumn = input.positions().isEmpty() || input.mask() instanceof AttentionMask.Padded;
    if (byColumn) {
      return new long[][] {LongStream.range(input.past(), input.past() + input.time()).toArray()};
    }
    long[] flat = Tensors.longs(input.positions().get());
    int time = Math.toIntExact(input.time());
    long[][] rows = new long[flat.length / time][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = Arrays.copyOfRange(flat, r * time, (r + 1) * time);
    }
    return rows;
  }

  /** The positions of the cached tokens, from 0, and of the new ones. */
  private static long[][] keys(TokenInput input) {
    long[][] rows = queries(input);
    for (int r = 0; r < rows.length; r++) {
      rows[r] =
          LongStream.concat(LongStream.range(0, input.past()), LongStream.of(rows[r])).toArray();
    }
    return rows;
  }
}
