package dev.chiron.nn.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.Gradients;
import dev.chiron.nn.training.Objective;
import dev.chiron.nn.weights.Parameters;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Gradients of an objective against finite differences, in double. */
final class ObjectiveGradients {
  private static final double STEP = 1e-5;

  private ObjectiveGradients() {}

  /** The same parameters in double. */
  static void widen(Parameters parameters) {
    for (String name : parameters.names()) {
      Tensor tensor = parameters.get(name);
      tensor.set_data(tensor.detach().to(ScalarType.Double));
    }
  }

  /** Compares one entry of every trained tensor, and asks that some gradient is not zero. */
  static void assertExact(Objective objective, Parameters parameters, int... examples) {
    Gradients.clear(parameters);
    try (Scope _ = Scope.open()) {
      objective.loss(examples).backward();
      double[] most = {0};
      parameters
          .trained()
          .forEach(
              (name, tensor) -> {
                long at = tensor.numel() / 2;
                double slope = Tensors.item(tensor.grad().flatten().select(0, at));
                most[0] = Math.max(most[0], Math.abs(slope));
                assertThat(difference(objective, examples, tensor, at))
                    .as(name)
                    .isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
              });
      assertThat(most[0]).isGreaterThan(1e-4);
    }
  }

  private static double difference(Objective objective, int[] examples, Tensor tensor, long at) {
    try (var _ = Torch.noGradient()) {
      Tensor entry = tensor.view(-1).select(0, at);
      double before = Tensors.item(entry);
      entry.fill_(new Scalar(before + STEP));
      double up = Tensors.item(objective.loss(examples));
      entry.fill_(new Scalar(before - STEP));
      double down = Tensors.item(objective.loss(examples));
      entry.fill_(new Scalar(before));
      return (up - down) / (2 * STEP);
    }
  }

  static double item(Objective objective, int... examples) {
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      return Tensors.item(objective.loss(examples));
    }
  }
}
