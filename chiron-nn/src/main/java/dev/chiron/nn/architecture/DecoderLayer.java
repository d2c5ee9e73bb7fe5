package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** One layer of a decoder: an attention and a feed-forward block in a {@link BlockOrder}. */
final class DecoderLayer {
  /**
   * What all layers of one pass share.
   *
   * @param window the mask of the layers that have a sliding window
   */
  record Pass(
      Weights weights,
      Interventions interventions,
      ResolvedMask mask,
      ResolvedMask window,
      Optional<RotaryTable.Rotation> rotation,
      AttentionMemory memory) {}

  private final int index;
  private final boolean windowed;
  private final BlockOrder order;
  private final Norm attentionNorm;
  private final Norm feedForwardNorm;
  private final Attention attention;
  private final FeedForward feedForward;
  private final Site residual;

  DecoderLayer(int index, DecoderConfig config) {
    this.index = index;
    this.windowed = config.window().map(each -> index >= each.fromLayer()).orElse(false);
    this.order = config.order();
    DecoderNames names = config.family().names().in(index);
    int width = config.width();
    attentionNorm = new Norm(config.norm(), names.attentionNorm(), width);
    feedForwardNorm = new Norm(config.norm(), names.feedForwardNorm(), width);
    attention =
        new Attention(
            config.attention(), names.attention(), headNorms(config, names), this::site, width);
    feedForward = new FeedForward(config.feedForward(), names.feedForward(), this::site, width);
    residual = site(Site.RESIDUAL);
  }

  private static Optional<Attention.HeadNorms> headNorms(DecoderConfig config, DecoderNames names) {
    if (!config.queryKeyNorm()) {
      return Optional.empty();
    }
    int size = config.headSize();
    return Optional.of(
        new Attention.HeadNorms(
            new Norm(config.norm(), names.queryNorm(), size),
            new Norm(config.norm(), names.keyNorm(), size)));
  }

  private Site site(String part) {
    return new Site(index, part);
  }

  void addShapes(Map<String, long[]> shapes) {
    attentionNorm.addShapes(shapes);
    attention.addShapes(shapes);
    feedForwardNorm.addShapes(shapes);
    feedForward.projections().forEach(each -> each.addShapes(shapes));
  }

  /** The weights whose output goes straight into the residual stream. */
  boolean writesToResidual(String weight) {
    return Stream.of(attention.projections(), feedForward.projections())
        .anyMatch(block -> block.getLast().weight().equals(weight));
  }

  /** The linear maps, in the order of the pass. */
  List<Projection> projections() {
    List<Projection> all = new ArrayList<>(attention.projections());
    all.addAll(feedForward.projections());
    return all;
  }

  /**
   * [batch, time, width] to the same. What the layer makes on the way is freed when it ends, except
   * what the backward pass needs, and what later layers and passes share of virtual tokens.
   */
  Tensor forward(Tensor stream, Pass pass) {
    if (pass.memory().hasVirtualTokens()) {
      return pass.interventions().residual(residual, blocks(stream, pass));
    }
    try (Scope scope = Scope.open()) {
      return scope.keep(pass.interventions().residual(residual, blocks(stream, pass)));
    }
  }

  private Tensor blocks(Tensor stream, Pass pass) {
    Weights weights = pass.weights();
    return switch (order) {
      case PRE_NORM -> {
        Tensor attended = stream.add(attend(attentionNorm.apply(weights, stream), pass));
        yield attended.add(feed(feedForwardNorm.apply(weights, attended), pass));
      }
      case POST_NORM -> {
        Tensor attended = attentionNorm.apply(weights, stream.add(attend(stream, pass)));
        yield feedForwardNorm.apply(weights, attended.add(feed(attended, pass)));
      }
      case PARALLEL ->
          stream
              .add(attend(attentionNorm.apply(weights, stream), pass))
              .add(feed(feedForwardNorm.apply(weights, stream), pass));
    };
  }

  private Tensor attend(Tensor input, Pass pass) {
    return attention.forward(
        input,
        new Attention.Call(
            pass.weights(),
            pass.interventions(),
            windowed ? pass.window() : pass.mask(),
            pass.rotation(),
            Optional.of(new Attention.Memory(pass.memory(), index))));
  }

  private Tensor feed(Tensor input, Pass pass) {
    return feedForward.forward(input, pass.weights(), pass.interventions());
  }
}
