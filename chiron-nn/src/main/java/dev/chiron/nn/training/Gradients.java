package dev.chiron.nn.training;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What is done to the gradients of all trained tensors together. */
public final class Gradients {
  /** Keeps the division finite; the value is PyTorch's. */
  private static final double EPSILON = 1e-6;

  private Gradients() {}

  /** Forgets all gradients. */
  public static void clear(Parameters parameters) {
    try (Scope _ = Scope.open()) {
      parameters.trained().values().forEach(tensor -> tensor.mutable_grad().reset());
    }
  }

  /**
   * Scales the gradients down so that their joint norm is at most {@code maximum}.
   *
   * @param maximum infinite for no limit
   * @return the norm before, as a scalar tensor in the caller's scope: reading it waits for a GPU
   */
  public static Tensor clip(Parameters parameters, double maximum) {
    try (Scope scope = Scope.open();
        var _ = Torch.noGradient()) {
      List<Tensor> gradients = defined(parameters);
      if (gradients.isEmpty()) {
        return scope.keep(Tensors.floats(new float[] {0}));
      }
      Tensor norm = Tensors.stack(gradients.stream().map(Tensor::norm).toList(), 0).norm();
      if (maximum != Double.POSITIVE_INFINITY) {
        Tensor share =
            torch.clamp_max(
                norm.add(new Scalar(EPSILON)).reciprocal().mul_(new Scalar(maximum)),
                new Scalar(1.0));
        gradients.forEach(gradient -> gradient.mul_(share));
      }
      return scope.keep(norm);
    }
  }

  private static List<Tensor> defined(Parameters parameters) {
    List<Tensor> gradients = new ArrayList<>();
    for (Tensor tensor : parameters.trained().values()) {
      Tensor gradient = tensor.grad();
      if (gradient.defined()) {
        gradients.add(gradient);
      }
    }
    return gradients;
  }
}
