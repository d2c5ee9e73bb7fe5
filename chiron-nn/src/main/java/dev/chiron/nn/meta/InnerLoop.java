package dev.chiron.nn.meta;

import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A few steps of gradient descent that leave the weights as they are: each step is a view, {@code φ
 * ← φ - η ∇ loss(φ)}, starting from φ = θ.
 *
 * @param steps how many
 * @param rate η
 */
public record InnerLoop(int steps, double rate) {
  /** What the result depends on, as gradients see it. */
  public enum Order {
    /** The gradient through the steps is exact, second derivatives included. */
    SECOND,
    /** The steps' gradients are taken as constants: φ moves as θ does. */
    FIRST
  }

  public InnerLoop {
    if (steps < 1 || !(rate > 0)) {
      throw new IllegalArgumentException(
          "an inner loop needs 1 or more steps and a rate above 0, not " + steps + " and " + rate);
    }
  }

  /**
   * Adapts what is trained of some parameters; the rest is shared.
   *
   * @param loss of a view of the weights
   * @param order {@link Order#SECOND} records the steps, whose memory is freed with the caller's
   *     scope
   * @return a view with adapted weights, in the caller's scope
   */
  public Weights adapt(Parameters parameters, Function<Weights, Tensor> loss, Order order) {
    SequencedMap<String, Tensor> fast = parameters.trained();
    try (var _ = Torch.gradients(true)) {
      for (int step = 0; step < steps; step++) {
        fast = stepped(parameters, fast, loss, order);
      }
    }
    return parameters.overlay(Weights.of(fast));
  }

  private SequencedMap<String, Tensor> stepped(
      Weights slow,
      SequencedMap<String, Tensor> fast,
      Function<Weights, Tensor> loss,
      Order order) {
    Tensor value = loss.apply(slow.overlay(Weights.of(fast)));
    List<Tensor> gradients = gradients(value, fast.sequencedValues(), order == Order.SECOND);
    SequencedMap<String, Tensor> moved = new LinkedHashMap<>();
    int i = 0;
    for (var entry : fast.sequencedEntrySet()) {
      Tensor gradient = gradients.get(i++);
      moved.put(
          entry.getKey(),
          gradient.defined() ? entry.getValue().sub(gradient, new Scalar(rate)) : entry.getValue());
    }
    return moved;
  }

  /** An undefined tensor for what the loss does not depend on. */
  private static List<Tensor> gradients(Tensor loss, Iterable<Tensor> of, boolean differentiable) {
    List<Tensor> inputs = new ArrayList<>();
    of.forEach(inputs::add);
    TensorVector found =
        torch.grad(
            new TensorVector(loss),
            new TensorVector(inputs.toArray(Tensor[]::new)),
            new TensorVector(),
            new BoolOptional(differentiable),
            differentiable,
            true);
    List<Tensor> gradients = new ArrayList<>();
    for (long i = 0; i < inputs.size(); i++) {
      gradients.add(found.get(i));
    }
    return gradients;
  }
}
