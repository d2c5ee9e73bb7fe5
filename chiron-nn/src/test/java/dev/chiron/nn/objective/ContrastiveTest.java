package dev.chiron.nn.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContrastiveTest {
  private static final int PAIRS = 5;
  private static final int[] ALL = IntStream.range(0, PAIRS).toArray();

  @SuppressWarnings("NullAway.Init") // opened before each test
  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
    Torch.seed(4);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static BatchFunction rows(Tensor table) {
    return examples -> table.index_select(0, Tensors.longs(examples));
  }

  @Test
  void embeddingsThatAreAllAlikeCostTheLogarithmOfTheirNumber() {
    Tensor alike = torch.randn(1, 8).expand(PAIRS, 8).contiguous();
    Contrastive objective = Contrastive.infoNce(rows(alike), rows(alike), PAIRS, 0.1);
    assertThat(ObjectiveGradients.item(objective, ALL) / PAIRS)
        .isCloseTo(Math.log(PAIRS), within(1e-5));
  }

  @Test
  void pairsThatAreAlikeAndUnlikeAllOthersCostNothingAtALowTemperature() {
    Tensor apart = torch.eye(PAIRS);
    Contrastive objective = Contrastive.infoNce(rows(apart), rows(apart), PAIRS, 0.02);
    assertThat(ObjectiveGradients.item(objective, ALL)).isCloseTo(0, within(1e-5));
  }

  @Test
  void lengthsDoNotTell() {
    Tensor left = torch.randn(PAIRS, 8);
    Tensor right = torch.randn(PAIRS, 8);
    Contrastive plain = Contrastive.infoNce(rows(left), rows(right), PAIRS, 0.5);
    Contrastive longer = Contrastive.infoNce(rows(left.add(left)), rows(right), PAIRS, 0.5);
    assertThat(ObjectiveGradients.item(longer, ALL))
        .isCloseTo(ObjectiveGradients.item(plain, ALL), within(1e-4));
  }

  @Test
  void clipIsTheMeanOfBothDirections() {
    Tensor images = torch.randn(PAIRS, 8);
    Tensor texts = torch.randn(PAIRS, 8);
    Tensor logScale = Tensors.floats(new float[] {(float) Math.log(2)});
    Contrastive both = Contrastive.clip(rows(images), rows(texts), PAIRS, () -> logScale);
    Contrastive forth = Contrastive.infoNce(rows(images), rows(texts), PAIRS, 0.5);
    Contrastive back = Contrastive.infoNce(rows(texts), rows(images), PAIRS, 0.5);
    double one = ObjectiveGradients.item(forth, ALL);
    double other = ObjectiveGradients.item(back, ALL);
    assertThat(one).isNotCloseTo(other, within(1e-3));
    assertThat(ObjectiveGradients.item(both, ALL)).isCloseTo((one + other) / 2, within(1e-4));
  }

  @Test
  void gradientsAreThoseOfFiniteDifferencesAndReachTheScale() {
    Parameters parameters =
        Parameters.owning(
                Map.of(
                    "left", torch.randn(PAIRS, 8),
                    "right", torch.randn(PAIRS, 8),
                    "scale", Tensors.floats(new float[] {1})))
            .trainAll();
    try (parameters) {
      ObjectiveGradients.widen(parameters);
      Contrastive objective =
          Contrastive.clip(
              rows(parameters.get("left")),
              rows(parameters.get("right")),
              PAIRS,
              () -> parameters.get("scale"));
      ObjectiveGradients.assertExact(objective, parameters, ALL);
      assertThat(parameters.get("scale").grad().defined()).isTrue();
    }
  }
}
