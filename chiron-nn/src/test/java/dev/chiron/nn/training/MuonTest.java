package dev.chiron.nn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class MuonTest {
  /** The authors' iteration brings singular values to about 0.7 to 1.2, not to 1. */
  private static final float LOOSE = 0.35f;

  @Test
  void anUpdateKeepsTheSingularVectorsAndEvensOutTheSingularValues() {
    try (Scope _ = Scope.open()) {
      // Diagonal, so its singular vectors are the axes and its singular values 8, 1 and 0.5.
      Tensor matrix = Tensors.floats(new float[] {8, 0, 0, 0, 1, 0, 0, 0, 0.5f, 0, 0, 0}, 4, 3);

      float[] even = Tensors.floats(Muon.orthogonal(matrix).contiguous());

      for (int row = 0; row < 4; row++) {
        for (int column = 0; column < 3; column++) {
          float expected = row == column ? 1 : 0;
          float tolerance = row == column ? LOOSE : 1e-4f;
          assertThat(even[row * 3 + column]).isCloseTo(expected, within(tolerance));
        }
      }
    }
  }

  @Test
  void aHiddenMatrixMovesByItsDirectionAndAnEmbeddingBySigns() {
    try (Parameters parameters = parameters();
        Muon muon = Muon.Settings.PRETRAINING.of(parameters)) {
      gradients(parameters);
      muon.step(0.1);

      try (Scope _ = Scope.open()) {
        float[] hidden = Tensors.floats(parameters.get("layers.0.weight"));
        float[] embedding = Tensors.floats(parameters.get("embed_tokens.weight"));
        // One row: the direction is the gradient over its norm, (3, 4) / 5, times 0.2 √2.
        double size = 0.1 * 0.2 * Math.sqrt(2);
        assertThat((1 - hidden[0]) / size)
            .isCloseTo(0.1 * 0.1 / size + 0.6, within((double) LOOSE));
        assertThat((1 - hidden[0] - 0.01) / (1 - hidden[1] - 0.01)).isCloseTo(0.75, within(1e-3));
        // AdamW's first step: 0.1 along the sign, after the decay of 0.1 · 0.1.
        assertThat(embedding).containsExactly(new float[] {0.89f, 0.89f}, within(1e-5f));
      }
    }
  }

  @Test
  void aLoadedStateGoesOnAsTheSavedOne() {
    try (Parameters one = parameters();
        Parameters two = parameters();
        Muon first = Muon.Settings.PRETRAINING.of(one);
        Muon second = Muon.Settings.PRETRAINING.of(two)) {
      gradients(one);
      first.step(0.1);
      two.load(one);
      try (Scope _ = Scope.open()) {
        second.load(first.state());
      }
      gradients(one);
      gradients(two);
      first.step(0.1);
      second.step(0.1);

      try (Scope _ = Scope.open()) {
        for (String name : one.names()) {
          assertThat(Tensors.floats(two.get(name))).isEqualTo(Tensors.floats(one.get(name)));
        }
      }
    }
  }

  private static Parameters parameters() {
    try (Scope _ = Scope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("embed_tokens.weight", Tensors.floats(new float[] {1, 1}, 2, 1));
      tensors.put("layers.0.weight", Tensors.floats(new float[] {1, 1}, 1, 2));
      return Parameters.owning(tensors).trainAll();
    }
  }

  private static void gradients(Parameters parameters) {
    Gradients.clear(parameters);
    try (Scope _ = Scope.open()) {
      Tensor hidden = Tensors.floats(new float[] {3, 4}, 1, 2);
      Tensor embedding = Tensors.floats(new float[] {7, 0.1f}, 2, 1);
      Tensor loss =
          parameters
              .get("layers.0.weight")
              .mul(hidden)
              .sum()
              .add(parameters.get("embed_tokens.weight").mul(embedding).sum());
      loss.backward();
    }
  }
}
