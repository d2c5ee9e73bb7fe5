package dev.chiron.nn.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ScopeTest {
  @Test
  void aScopeFreesWhatWasMadeInIt() {
    Tensor tensor;
    try (Scope _ = Scope.open()) {
      tensor = Tensors.floats(new float[] {1, 2});
      assertThat(tensor.isNull()).isFalse();
    }
    assertThat(tensor.isNull()).isTrue();
  }

  @Test
  void aKeptTensorLivesUntilTheEnclosingScopeEnds() {
    Tensor kept;
    try (Scope _ = Scope.open()) {
      try (Scope inner = Scope.open()) {
        kept = inner.keep(Tensors.floats(new float[] {1, 2}));
      }
      assertThat(Tensors.floats(kept)).containsExactly(1, 2);
    }
    assertThat(kept.isNull()).isTrue();
  }

  @Test
  void aTensorKeptByTheOutermostScopeLivesUntilItIsClosed() {
    Tensor kept;
    try (Scope scope = Scope.open()) {
      kept = scope.keep(Tensors.floats(new float[] {3}));
    }
    assertThat(Tensors.item(kept)).isEqualTo(3);
    kept.close();
    assertThat(kept.isNull()).isTrue();
  }

  @Test
  void anOwnedTensorOutlivesAllScopes() {
    Tensor owned;
    try (Scope _ = Scope.open();
        Scope _ = Scope.open()) {
      owned = Scope.own(Tensors.floats(new float[] {4}));
    }
    assertThat(Tensors.item(owned)).isEqualTo(4);
    owned.close();
    assertThat(owned.isNull()).isTrue();
  }

  @Test
  void threadsComeFromTheEnvironmentOrAreTwo() {
    assertThat(Torch.threadsFrom("7")).isEqualTo(7);
    assertThat(Torch.threadsFrom("")).isEqualTo(2);
    assertThat(Torch.threadsFrom("4,2")).isEqualTo(2);
  }
}
