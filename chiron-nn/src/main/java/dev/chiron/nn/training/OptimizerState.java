package dev.chiron.nn.training;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Tensors of zeros beside each trained tensor, under {@code kind.name}. */
final class OptimizerState {
  private OptimizerState() {}

  static Parameters zeros(List<ParameterGroup> groups, String... kinds) {
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      Map<String, Tensor> state = new LinkedHashMap<>();
      for (ParameterGroup group : groups) {
        group
            .tensors()
            .forEach(
                (name, tensor) -> {
                  for (String kind : kinds) {
                    state.put(kind + "." + name, torch.zeros_like(tensor));
                  }
                });
      }
      return Parameters.owning(state);
    }
  }

  /** A number that is saved with the tensors. */
  static Tensor count(long steps) {
    return Tensors.longs(new long[] {steps});
  }
}
