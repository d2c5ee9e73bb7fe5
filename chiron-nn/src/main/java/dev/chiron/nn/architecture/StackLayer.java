package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.KeyValues;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * One layer of an encoder, or of a decoder that also attends to a source: self-attention, then
 * attention to the source where there is one, then the feed-forward block, each with its norm
 * before it or after its sum.
 */
final class StackLayer {
  /**
   * The modules of a layer.
   *
   * @param cross unused without a source
   * @param crossNorm unused without a source
   */
  record Names(
      Attention.Names attention,
      String attentionNorm,
      Attention.Names cross,
      String crossNorm,
      FeedForward.Names feedForward,
      String feedForwardNorm) {

    /** Without a source. */
    Names(
        Attention.Names attention,
        String attentionNorm,
        FeedForward.Names feedForward,
        String feedForwardNorm) {
      this(attention, attentionNorm, attention, attentionNorm, feedForward, feedForwardNorm);
    }
  }

  /**
   * What all layers of one pass share.
   *
   * @param memory virtual and earlier tokens
   * @param source what the layers attend to beside their own stream
   */
  record Pass(
      Weights weights,
      Interventions interventions,
      ResolvedMask mask,
      AttentionMemory memory,
      Optional<Source> source) {

    /** A pass over whole texts or images, behind the prefixes of the interventions. */
    Pass(Weights weights, Interventions interventions, ResolvedMask mask) {
      this(
          weights,
          interventions,
          mask,
          new AttentionMemory(
              new VirtualTokens(interventions.virtualTokens(), interventions.prefixes()),
              Optional.empty()),
          Optional.empty());
    }
  }

  /**
   * The source of a pass.
   *
   * @param states [batch, source time, width]
   * @param mask of the source
   * @param memory keeps what the layers see of it from one pass to the next
   */
  record Source(Tensor states, ResolvedMask mask, Optional<SourceMemory> memory) {}

  /** Attention to the source, with its norm. */
  private record Cross(Attention attention, Norm norm) {}

  private final int index;
  private final BlockOrder order;
  private final Attention attention;
  private final Norm attentionNorm;
  private final Optional<Cross> cross;
  private final FeedForward feedForward;
  private final Norm feedForwardNorm;
  private final Site residual;

  /**
   * A layer.
   *
   * @param tower of its sites
   */
  StackLayer(int index, String tower, StackShape shape, Names names) {
    this.index = index;
    this.order = shape.order();
    int width = shape.width();
    attention =
        new Attention(
            shape.attention(),
            names.attention(),
            Optional.empty(),
            part -> new Site(tower, index, part),
            width);
    attentionNorm = new Norm(shape.norm(), names.attentionNorm(), width);
    cross =
        shape.cross()
            ? Optional.of(
                new Cross(
                    new Attention(
                        shape.attention(),
                        names.cross(),
                        Optional.empty(),
                        part -> new Site(tower, index, Site.CROSS + part),
                        width),
                    new Norm(shape.norm(), names.crossNorm(), width)))
            : Optional.empty();
    feedForward =
        new FeedForward(
            shape.feedForward(), names.feedForward(), part -> new Site(tower, index, part), width);
    feedForwardNorm = new Norm(shape.norm(), names.feedForwardNorm(), width);
    residual = new Site(tower, index, Site.RESIDUAL);
  }

  void addShapes(Map<String, long[]> shapes) {
    attentionNorm.addShapes(shapes);
    attention.addShapes(shapes);
    cross.ifPresent(
        each -> {
          each.norm().addShapes(shapes);
          each.attention().addShapes(shapes);
        });
    feedForwardNorm.addShapes(shapes);
    feedForward.projections().forEach(each -> each.addShapes(shapes));
  }

  /** The linear maps, in the order of the pass. */
  List<Projection> projections() {
    List<Projection> all = new ArrayList<>(attention.projections());
    cross.ifPresent(each -> all.addAll(each.attention().projections()));
    all.addAll(feedForward.projections());
    return all;
  }

  /** [batch, time, width] to the same. */
  Tensor forward(Tensor stream, Pass pass) {
    try (Scope scope = Scope.open()) {
      Tensor attended = block(stream, attentionNorm, pass, input -> attend(input, pass));
      Tensor informed =
          cross
              .map(
                  each ->
                      block(
                          attended,
                          each.norm(),
                          pass,
                          input -> attendToSource(each.attention(), input, pass)))
              .orElse(attended);
      Tensor fed =
          block(
              informed,
              feedForwardNorm,
              pass,
              input -> feedForward.forward(input, pass.weights(), pass.interventions()));
      return scope.keep(pass.interventions().residual(residual, fed));
    }
  }

  private Tensor block(Tensor stream, Norm norm, Pass pass, UnaryOperator<Tensor> inner) {
    return order == BlockOrder.PRE_NORM
        ? stream.add(inner.apply(norm.apply(pass.weights(), stream)))
        : norm.apply(pass.weights(), stream.add(inner.apply(stream)));
  }

  private Tensor attend(Tensor input, Pass pass) {
    Attention.Memory memory = new Attention.Memory(pass.memory(), index);
    return attention.forward(input, call(pass, pass.mask(), Optional.of(memory)));
  }

  private Tensor attendToSource(Attention attention, Tensor input, Pass pass) {
    Source source = pass.source().orElseThrow();
    Attention.Call call = call(pass, source.mask(), Optional.empty());
    KeyValues seen =
        source
            .memory()
            .map(kept -> kept.layer(index, () -> attention.keysAndValues(source.states(), call)))
            .orElseGet(() -> attention.keysAndValues(source.states(), call));
    return attention.mix(attention.queries(input, call), seen, source.mask(), call);
  }

  private static Attention.Call call(
      Pass pass, ResolvedMask mask, Optional<Attention.Memory> memory) {
    return new Attention.Call(pass.weights(), pass.interventions(), mask, Optional.empty(), memory);
  }
}
