package dev.chiron.nn.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeightsTest {
  @SuppressWarnings("NullAway.Init") // opened before each test
  private Scope scope;

  @BeforeEach
  void openScope() {
    scope = Scope.open();
  }

  @AfterEach
  void closeScope() {
    scope.close();
  }

  private static Map<String, Tensor> tensors(Object... namesAndValues) {
    LinkedHashMap<String, Tensor> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(
          (String) namesAndValues[i],
          Tensors.floats(new float[] {((Integer) namesAndValues[i + 1]).floatValue()}));
    }
    return map;
  }

  private static double value(Weights weights, String name) {
    return Tensors.item(weights.get(name));
  }

  @Test
  void anOverlayWinsWhereBothHaveAName() {
    Weights both = Weights.of(tensors("a", 1, "b", 2)).overlay(Weights.of(tensors("b", 3, "c", 4)));
    assertThat(both.names()).containsExactly("a", "b", "c");
    assertThat(value(both, "a")).isEqualTo(1);
    assertThat(value(both, "b")).isEqualTo(3);
    assertThat(value(both, "c")).isEqualTo(4);
    assertThat(both.has("d")).isFalse();
  }

  @Test
  void aRenamedViewCanGiveOneTensorSeveralNames() {
    LinkedHashMap<String, String> names = new LinkedHashMap<>();
    names.put("layer 1", "a");
    names.put("layer 2", "a");
    Weights renamed = Weights.of(tensors("a", 1, "b", 2)).rename(names);
    assertThat(renamed.names()).containsExactly("layer 1", "layer 2");
    assertThat(renamed.get("layer 1")).isSameAs(renamed.get("layer 2"));
    assertThatThrownBy(() -> renamed.get("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'b'");
  }

  @Test
  void parametersOutliveTheScopeInWhichTheyWereMade() {
    Parameters parameters;
    try (Scope _ = Scope.open()) {
      parameters = Parameters.owning(tensors("a", 1));
    }
    try (parameters) {
      assertThat(value(parameters, "a")).isEqualTo(1);
    }
    assertThat(parameters.names()).isEmpty();
  }

  @Test
  void onlyTheChosenParametersAreTrained() {
    try (Parameters parameters = Parameters.owning(tensors("a", 1, "b", 2))) {
      assertThat(parameters.trained()).isEmpty();
      parameters.train(name -> name.equals("b"));
      assertThat(parameters.trained().keySet()).containsExactly("b");
      parameters.get("b").square().backward();
      assertThat(Tensors.item(parameters.get("b").grad())).isEqualTo(4);
      assertThat(parameters.trainAll().trained()).hasSize(2);
      assertThat(parameters.freeze().trained()).isEmpty();
    }
  }

  @Test
  void aCopyIsIndependentAndCanBeLoadedBack() {
    try (Parameters parameters = Parameters.owning(tensors("a", 1, "b", 2)).trainAll();
        Parameters copy = Parameters.copyOf(parameters)) {
      parameters.load(Weights.of(tensors("a", 5, "b", 6)));
      assertThat(value(parameters, "b")).isEqualTo(6);
      assertThat(value(copy, "b")).isEqualTo(2);
      parameters.load(copy);
      assertThat(value(parameters, "b")).isEqualTo(2);
      assertThat(parameters.isTrained("b")).isTrue();
    }
  }

  @Test
  void loadingAnotherShapeOrNoTensorIsRefused() {
    try (Parameters parameters = Parameters.owning(tensors("a", 1))) {
      Weights wider = Weights.of(Map.of("a", Tensors.floats(new float[] {1, 2})));
      assertThatThrownBy(() -> parameters.load(wider))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'a' has shape [1] here and [2] there");
      assertThatThrownBy(() -> parameters.load(Weights.of(tensors("b", 1))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'a'");
    }
  }
}
