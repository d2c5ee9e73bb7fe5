package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/** A feed-forward block: {@code down(act(up(x)))}, or gated {@code down(act(gate(x)) · up(x))}. */
final class FeedForward {
  /**
   * The modules of the projections.
   *
   * @param gate unused without a gate
   */
  record Names(String gate, String up, String down) {}

  private final Activation activation;
  private final Optional<Projection> gate;
  private final Projection up;
  private final Projection down;

  /**
   * A block.
   *
   * @param site makes a site of a part, such as {@link Site#FEED_FORWARD_UP}
   * @param width of the residual stream
   */
  FeedForward(FeedForwardShape shape, Names names, Function<String, Site> site, long width) {
    this.activation = shape.activation();
    this.gate =
        shape.gated()
            ? Optional.of(
                new Projection(
                    site.apply(Site.FEED_FORWARD_GATE),
                    names.gate(),
                    width,
                    shape.width(),
                    shape.bias()))
            : Optional.empty();
    this.up =
        new Projection(
            site.apply(Site.FEED_FORWARD_UP), names.up(), width, shape.width(), shape.bias());
    this.down =
        new Projection(
            site.apply(Site.FEED_FORWARD_DOWN), names.down(), shape.width(), width, shape.bias());
  }

  /** The linear maps, in the order of the pass. */
  List<Projection> projections() {
    List<Projection> all = new ArrayList<>();
    gate.ifPresent(all::add);
    all.add(up);
    all.add(down);
    return all;
  }

  /** [..., width] to the same. */
  Tensor forward(Tensor input, Weights weights, Interventions interventions) {
    if (gate.isEmpty()) {
      Tensor raised = activation.apply(up.apply(weights, input, interventions));
      return down.apply(weights, raised, interventions);
    }
    Tensor gated = activation.apply(gate.get().apply(weights, input, interventions));
    Tensor raised = up.apply(weights, input, interventions);
    return down.apply(weights, gated.mul(raised), interventions);
  }
}
