package dev.chiron.nn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class OptimizerTest {
  private static final Offset<Float> CLOSE = within(1e-6f);

  /** A matrix [1, 2] of 1 and -2, and a vector of 0.5. */
  private static Parameters parameters() {
    try (Scope _ = Scope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("matrix", Tensors.floats(new float[] {1, -2}, 1, 2));
      tensors.put("vector", Tensors.floats(new float[] {0.5f}));
      return Parameters.owning(tensors).trainAll();
    }
  }

  /** Makes the gradient of each tensor the given numbers. */
  private static void gradients(Parameters parameters, float[] matrix, float vector) {
    Gradients.clear(parameters);
    try (Scope _ = Scope.open()) {
      Tensor m = parameters.get("matrix").mul(Tensors.floats(matrix, 1, 2)).sum();
      Tensor v = parameters.get("vector").mul(Tensors.floats(new float[] {vector})).sum();
      m.add(v).backward();
    }
  }

  private static float[] matrix(Parameters parameters) {
    try (Scope _ = Scope.open()) {
      return Tensors.floats(parameters.get("matrix"));
    }
  }

  private static float vector(Parameters parameters) {
    try (Scope _ = Scope.open()) {
      return Tensors.floats(parameters.get("vector"))[0];
    }
  }

  @Test
  void adamWMovesAsComputedByHand() {
    try (Parameters parameters = parameters();
        Optimizer adam = new AdamW.Settings(0.9, 0.99, 1e-8, 0.5).of(parameters)) {
      gradients(parameters, new float[] {3, -1}, 2);
      adam.step(0.1);

      // The first step is the sign of the gradient: m / c1 = g, v / c2 = g².
      assertThat(matrix(parameters)[0]).isCloseTo(0.95f * 1 - 0.1f, CLOSE);
      assertThat(matrix(parameters)[1]).isCloseTo(0.95f * -2 + 0.1f, CLOSE);
      // A vector does not decay.
      assertThat(vector(parameters)).isCloseTo(0.5f - 0.1f, CLOSE);

      gradients(parameters, new float[] {-1, -1}, 0);
      adam.step(0.2);

      // m = .9 (.1·3) - .1 = .17; v = .99 (.01·9) + .01 = .0991; c1 = .19; c2 = .0199.
      double moved = 0.2 * (0.17 / 0.19) / (Math.sqrt(0.0991 / 0.0199) + 1e-8);
      assertThat(matrix(parameters)[0]).isCloseTo((float) (0.9 * 0.85 - moved), CLOSE);
      // m = .9 (.1·2) = .18; v = .99 (.01·4) = .0396.
      double vectorMoved = 0.2 * (0.18 / 0.19) / Math.sqrt(0.0396 / 0.0199);
      assertThat(vector(parameters)).isCloseTo((float) (0.4 - vectorMoved), CLOSE);
    }
  }

  @Test
  void sgdWithMomentumMovesAsComputedByHand() {
    try (Parameters parameters = parameters();
        Optimizer sgd = new Sgd.Settings(0.5, 0.1).of(parameters)) {
      gradients(parameters, new float[] {3, -1}, 2);
      sgd.step(0.1);
      gradients(parameters, new float[] {1, 0}, 1);
      sgd.step(0.1);

      // 1 → .99·1 - .1·3 = .69 → .99·.69 - .1·(.5·3 + 1).
      assertThat(matrix(parameters)[0]).isCloseTo(0.99f * 0.69f - 0.25f, CLOSE);
      assertThat(vector(parameters)).isCloseTo(0.5f - 0.2f - 0.1f * (0.5f * 2 + 1), CLOSE);
    }
  }

  @Test
  void aLoadedStateGoesOnAsTheSavedOne() {
    try (Parameters one = parameters();
        Parameters two = parameters();
        Optimizer first = AdamW.Settings.TUNING.of(one);
        Optimizer second = AdamW.Settings.TUNING.of(two)) {
      for (int i = 0; i < 3; i++) {
        gradients(one, new float[] {i, 1}, -i);
        first.step(0.1);
      }
      two.load(one);
      try (Scope _ = Scope.open()) {
        second.load(first.state());
      }
      gradients(one, new float[] {1, 2}, 3);
      gradients(two, new float[] {1, 2}, 3);
      first.step(0.1);
      second.step(0.1);

      assertThat(matrix(two)).isEqualTo(matrix(one));
      assertThat(vector(two)).isEqualTo(vector(one));
    }
  }

  @Test
  void aTensorWithoutGradientStays() {
    try (Parameters parameters = parameters();
        Optimizer adam = AdamW.Settings.PRETRAINING.of(parameters)) {
      adam.step(1);

      assertThat(matrix(parameters)).containsExactly(1, -2);
    }
  }

  @Test
  void clippingLeavesTheDirectionAndCapsTheJointNorm() {
    try (Parameters parameters = parameters();
        Scope _ = Scope.open()) {
      gradients(parameters, new float[] {2, 3}, 6);

      assertThat(Tensors.item(Gradients.clip(parameters, 3.5))).isCloseTo(7, within(1e-5));

      float[] clipped = Tensors.floats(parameters.get("matrix").grad());
      assertThat(clipped[0]).isCloseTo(1, CLOSE);
      assertThat(clipped[1]).isCloseTo(1.5f, CLOSE);
      assertThat(Tensors.floats(parameters.get("vector").grad())[0]).isCloseTo(3, CLOSE);
    }
  }

  @Test
  void clippingLeavesShortGradientsAlone() {
    try (Parameters parameters = parameters();
        Scope _ = Scope.open()) {
      gradients(parameters, new float[] {2, 3}, 6);
      Gradients.clip(parameters, 100);

      assertThat(Tensors.floats(parameters.get("matrix").grad())).containsExactly(2, 3);
    }
  }
}
