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

  /**
   * Adds up the gradients of all workers, and the loss. A tensor that has no gradient on any of
   * them has none afterwards.
   *
   * @param loss a scalar, the same on all of them afterwards
   */
  static void sum(Parameters parameters, Workers workers, Tensor loss) {
    if (workers.size() == 1) {
      return;
    }
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      List<Tensor> trained = List.copyOf(parameters.trained().values());
      float[] defined = new float[trained.size()];
      List<Tensor> all = new ArrayList<>();
      for (int i = 0; i < defined.length; i++) {
        defined[i] = trained.get(i).grad().defined() ? 1 : 0;
        if (defined[i] == 0) {
          trained.get(i).mutable_grad().put(torch.zeros_like(trained.get(i)));
        }
        all.add(trained.get(i).grad());
      }
      Tensor counts = Tensors.floats(defined);
      all.add(counts);
      all.add(loss);
      workers.sum(all);
      float[] anywhere = Tensors.floats(counts);
      for (int i = 0; i < anywhere.length; i++) {
        if (anywhere[i] == 0) {
          trained.get(i).mutable_grad().reset();
        }
      }
    }
  }
}
