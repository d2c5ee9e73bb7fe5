package dev.chiron.nn.training;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Gradient descent with momentum and decoupled weight decay. With gradient g:
 *
 * <pre>
 * m ← μ m + g
 * θ ← (1 - η λ) θ - η m
 * </pre>
 */
public final class Sgd implements Optimizer {

  /**
   * @param momentum μ; 0 for plain descent
   * @param weightDecay of matrices
   */
  public record Settings(double momentum, double weightDecay) implements Optimizer.Settings {
    @Override
    public Sgd of(List<ParameterGroup> groups) {
      return new Sgd(groups, this);
    }
  }

  private final List<ParameterGroup> groups;
  private final Settings settings;
  private final Parameters momenta;

  /** With groups of the caller's own, whose weight decay is used instead of the settings'. */
  public Sgd(List<ParameterGroup> groups, Settings settings) {
    this.groups = List.copyOf(groups);
    this.settings = settings;
    this.momenta =
        settings.momentum == 0
            ? Parameters.owning(Map.of())
            : OptimizerState.zeros(groups, "momentum");
  }

  @Override
  public void step(double learningRate) {
    for (ParameterGroup group : groups) {
      double rate = learningRate * group.learningRateScale();
      try (Scope _ = Scope.open();
          var _ = Torch.noGradient()) {
        Scalar keep = new Scalar(1 - rate * group.weightDecay());
        Scalar move = new Scalar(-rate);
        group.tensors().forEach((name, tensor) -> step(name, tensor, keep, move));
      }
    }
  }

  private void step(String name, Tensor tensor, Scalar keep, Scalar move) {
    Tensor gradient = tensor.grad();
    if (gradient.defined()) {
      tensor.mul_(keep).add_(direction(name, gradient), move);
    }
  }

  private Tensor direction(String name, Tensor gradient) {
    if (settings.momentum == 0) {
      return gradient;
    }
    return momenta.get("momentum." + name).mul_(new Scalar(settings.momentum)).add_(gradient);
  }

  @Override
  public Weights state() {
    return momenta;
  }

  @Override
  public void load(Weights state) {
    momenta.load(state);
  }

  @Override
  public void close() {
    momenta.close();
  }
}
