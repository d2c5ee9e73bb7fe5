package dev.chiron.nn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenObjectiveTest {
  private static final int VOCABULARY = 50;

  private final Decoder decoder = new Decoder(DecoderConfig.llama(VOCABULARY, 16, 2, 2));
  private final Parameters weights = decoder.initialize(new Seeds(4)).trainAll();

  @AfterEach
  void close() {
    weights.close();
  }

  private TokenObjective objective(TrainingExample... examples) {
    return new TokenObjective(decoder, weights, TrainingSet.of(List.of(examples)));
  }

  private double loss(Objective objective, int... examples) {
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      return Tensors.item(objective.loss(examples));
    }
  }

  /** -log p of the token at a position, from the logits of the whole example. */
  private double surprise(int[] tokens, int position) {
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      float[] logits =
          Tensors.floats(
              decoder
                  .forward(weights, TokenInput.of(new int[][] {tokens}))
                  .select(1, position - 1L));
      double sum = 0;
      for (float logit : logits) {
        sum += Math.exp(logit);
      }
      return Math.log(sum) - logits[tokens[position]];
    }
  }

  @Test
  void isTheSumOfTheSurprisesAtWeightedTokens() {
    int[] tokens = {3, 9, 27, 31, 4};
    double first = surprise(tokens, 1);
    double third = surprise(tokens, 3);

    TokenObjective objective =
        objective(TrainingExample.weighted(tokens, new float[] {1, 0.5f, 0, 2, 0}));

    assertThat(objective.weight(0)).isEqualTo(2.5);
    assertThat(loss(objective, 0)).isCloseTo(0.5 * first + 2 * third, within(1e-4));
  }

  @Test
  void doesNotDependOnWhatAnExampleIsBatchedWith() {
    TokenObjective objective =
        objective(
            TrainingExample.causal(new int[] {1, 2, 3}),
            TrainingExample.response(new int[] {7, 8, 9, 10, 11}, new int[] {12, 13, 14}));

    assertThat(loss(objective, 0, 1))
        .isCloseTo(loss(objective, 0) + loss(objective, 1), within(1e-4));
  }

  @Test
  void theTokenAfterTheLastWeightedOneHasNoGradient() {
    // The last token is never read: only its own row of the tied embedding could change, as a
    // target.
    TokenObjective objective =
        objective(TrainingExample.weighted(new int[] {5, 6, 7}, new float[] {0, 1, 0}));
    try (Scope _ = Scope.open()) {
      objective.loss(new int[] {0}).backward();
      Tensor gradient = weights.get("model.embed_tokens.weight").grad();
      float[] rowOfSix = Tensors.floats(gradient.select(0, 6));
      float[] asInputOnly = Tensors.floats(gradient.select(0, 7));

      assertThat(Tensors.item(gradient.select(0, 5).norm())).isGreaterThan(0);
      assertThat(rowOfSix).isNotEqualTo(asInputOnly);
    }
    double before = loss(objective, 0);
    TokenObjective other =
        objective(TrainingExample.weighted(new int[] {5, 6, 8}, new float[] {0, 1, 0}));
    assertThat(loss(other, 0)).isEqualTo(before);
  }

  @Test
  void anExampleWithoutWeightHasLossZeroAndNoGradient() {
    TokenObjective objective =
        objective(TrainingExample.weighted(new int[] {5, 6}, new float[] {0, 0}));

    try (Scope _ = Scope.open()) {
      Tensor loss = objective.loss(new int[] {0});
      assertThat(Tensors.item(loss)).isZero();
      assertThat(loss.requires_grad()).isFalse();
    }
  }

  @Test
  void isolatedDocumentsOfARowLearnAsInRowsOfTheirOwn() {
    TrainingSet documents =
        TrainingSet.of(
            List.of(
                TrainingExample.causal(new int[] {1, 2, 3, 4}),
                TrainingExample.causal(new int[] {9, 8, 7}),
                TrainingExample.causal(new int[] {20, 21, 22, 23, 24})));
    PackedSet packed = PackedSet.pack(documents, 12, new Seeds(1));
    assertThat(packed.size()).isEqualTo(1);

    TokenObjective apart = new TokenObjective(decoder, weights, documents);
    double expected = loss(apart, 0) + loss(apart, 1) + loss(apart, 2);

    assertThat(loss(packed(packed, TokenObjective.Packing.ISOLATED), 0))
        .isCloseTo(expected, within(1e-4));
    assertThat(Math.abs(loss(packed(packed, TokenObjective.Packing.JOINED), 0) - expected))
        .isGreaterThan(1e-3);
  }

  private TokenObjective packed(TrainingSet rows, TokenObjective.Packing packing) {
    return new TokenObjective(decoder, weights, Interventions.NONE, rows, packing);
  }

  @Test
  void cutsALongExampleAtItsBeginning() {
    int context = decoder.config().contextLength();
    int[] tokens = new int[context + 100];
    tokens[context + 99] = 3;
    float[] onlyLast = new float[tokens.length];
    onlyLast[context + 99] = 1;
    TokenObjective objective = objective(TrainingExample.weighted(tokens, onlyLast));

    assertThat(objective.length(0)).isEqualTo(context + 1);
    assertThat(objective.weight(0)).isEqualTo(1);
    assertThat(loss(objective, 0)).isPositive();
  }

  @Test
  void theMeanIsWeightedByTokens() {
    TokenObjective objective =
        objective(
            TrainingExample.causal(new int[] {1, 2, 3}), TrainingExample.causal(new int[] {4, 5}));

    assertThat(objective.mean(1))
        .isCloseTo((loss(objective, 0) + loss(objective, 1)) / 3, within(1e-4));
  }

  @Test
  void refusesAnEmptySet() {
    assertThatThrownBy(() -> objective()).isInstanceOf(InputException.class);
  }
}
