package dev.chiron.nn.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.adapter.Lora;
import dev.chiron.nn.adapter.LoraConfig;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.architecture.TokenInput;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.objective.MultipleChoice.Choice;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.LearningRateSchedule.Constant;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelObjectivesTest {
  private static final Decoder DECODER =
      new Decoder(DecoderConfig.builder(19, 16, 2, 2).initialDeviation(0.3).build());

  private static final TrainingSet EXAMPLES =
      TrainingSet.of(
          List.of(
              TrainingExample.response(new int[] {1, 2, 3}, new int[] {4, 5}),
              TrainingExample.response(new int[] {7}, new int[] {8, 9, 10, 11}),
              TrainingExample.response(new int[] {7, 3}, new int[] {2}, 0.25f)));

  private static final List<Preference> PAIRS =
      List.of(
          Preference.of(new int[] {1, 2}, new int[] {3}, new int[] {4, 5}),
          Preference.of(new int[] {6}, new int[] {7, 8}, new int[] {9}));

  private static final List<Choice> CHOICES =
      List.of(
          Choice.of(
              new int[] {1, 2}, List.of(new int[] {3}, new int[] {4, 5}, new int[] {6, 7, 8}), 1),
          Choice.of(new int[] {3}, List.of(new int[] {9, 9}, new int[] {2}), 0));

  @SuppressWarnings("NullAway.Init") // opened before each test
  private Scope scope;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Parameters weights;

  @BeforeEach
  void makeModel() {
    scope = Scope.open();
    weights = DECODER.initialize(new Seeds(1));
  }

  @AfterEach
  void close() {
    weights.close();
    scope.close();
  }

  private TokenModel model() {
    return new TokenModel(DECODER, weights);
  }

  private static Lora lora() {
    Lora lora = Lora.create(DECODER, LoraConfig.ofRank(2), new Seeds(3));
    Torch.seed(1);
    try (var _ = Torch.noGradient()) {
      lora.parameters().trained().values().forEach(tensor -> tensor.add_(torch.rand_like(tensor)));
    }
    return lora;
  }

  /** The log-probability of an answer by a plain pass over prompt and answer alone. */
  private double logProbability(int[] tokens, int prompt) {
    Tensor logits = DECODER.forward(weights, TokenInput.of(new int[][] {tokens}));
    Tensor all = torch.log_softmax(logits, -1).select(0, 0);
    double sum = 0;
    for (int i = prompt; i < tokens.length; i++) {
      sum += Tensors.item(all.select(0, i - 1L).select(0, tokens[i]));
    }
    return sum;
  }

  @Test
  void logProbabilitiesOfABatchAreThoseOfEachRowAlone() {
    float[] sums =
        Tensors.floats(model().logProbabilities(List.of(EXAMPLES.get(0), EXAMPLES.get(1))));
    double first = logProbability(new int[] {1, 2, 3, 4, 5}, 3);
    double second = logProbability(new int[] {7, 8, 9, 10, 11}, 1);
    assertThat((double) sums[0]).isCloseTo(first, within(1e-4));
    assertThat((double) sums[1]).isCloseTo(second, within(1e-4));
  }

  @Test
  void theLossOfDirectPreferenceStartsAtLnTwo() {
    try (Lora lora = Lora.create(DECODER, LoraConfig.ofRank(2), new Seeds(3))) {
      TokenModel policy = new TokenModel(DECODER, weights, Interventions.of(lora));
      DirectPreference objective = new DirectPreference(policy, lora, PAIRS, 0.1);
      assertThat(ObjectiveGradients.item(objective, 0, 1)).isCloseTo(2 * Math.log(2), within(1e-6));
    }
  }

  @Test
  void directPreferenceIsTheLogisticLossOfTheMarginOverTheReference() {
    try (Lora lora = lora()) {
      TokenModel policy = new TokenModel(DECODER, weights, Interventions.of(lora));
      DirectPreference objective = new DirectPreference(policy, lora, PAIRS, 0.5);
      double reference =
          logProbability(new int[] {1, 2, 3}, 2) - logProbability(new int[] {1, 2, 4, 5}, 2);
      try (Parameters merged = lora.merged(weights)) {
        Parameters base = weights;
        weights = Parameters.copyOf(base.overlay(merged));
        double tuned =
            logProbability(new int[] {1, 2, 3}, 2) - logProbability(new int[] {1, 2, 4, 5}, 2);
        weights.close();
        weights = base;
        double expected = Math.log1p(Math.exp(-0.5 * (tuned - reference)));
        assertThat(ObjectiveGradients.item(objective, 0)).isCloseTo(expected, within(1e-3));
      }
      assertThat(lora.isEnabled()).isTrue();
    }
  }

  @Test
  void directPreferenceTrainsTheAdapterToPrefer() {
    try (Lora lora = Lora.create(DECODER, LoraConfig.ofRank(2), new Seeds(3))) {
      TokenModel policy = new TokenModel(DECODER, weights, Interventions.of(lora));
      DirectPreference objective = new DirectPreference(policy, lora, PAIRS, 0.5);
      TrainerConfig config =
          TrainerConfig.builder(new Constant(0.02, 0)).steps(20).batchSize(2).build();
      double loss = new Trainer(config, lora.parameters(), objective).train().trainingLoss();
      assertThat(loss).isLessThan(0.5 * Math.log(2));
      assertThat(objective.accuracy()).isEqualTo(1);
    }
  }

  @Test
  void anAdapterThatThePolicyLacksIsRefused() {
    try (Lora lora = lora()) {
      assertThatThrownBy(() -> new DirectPreference(model(), lora, PAIRS, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aModelLearnsNothingFromItself() {
    weights.trainAll();
    Distillation objective = new Distillation(model(), model(), EXAMPLES, 2, 1);
    Tensor loss = objective.loss(new int[] {0, 1, 2});
    assertThat(Tensors.item(loss)).isCloseTo(0, within(1e-5));
    loss.backward();
    weights
        .trained()
        .forEach(
            (name, tensor) ->
                assertThat(Tensors.item(tensor.grad().abs().max())).as(name).isLessThan(1e-5));
  }

  @Test
  void distillationWithoutATeacherIsTheCrossEntropy() {
    Distillation objective = new Distillation(model(), model(), EXAMPLES, 2, 0);
    TokenObjective plain = new TokenObjective(DECODER, weights, EXAMPLES);
    assertThat(ObjectiveGradients.item(objective, 0, 1, 2))
        .isCloseTo(ObjectiveGradients.item(plain, 0, 1, 2), within(1e-5));
  }

  @Test
  void distillationIsTheDivergenceFromTheTeacherAtATemperature() {
    try (Parameters other = DECODER.initialize(new Seeds(2))) {
      TrainingSet one =
          TrainingSet.of(List.of(TrainingExample.response(new int[] {3, 4}, new int[] {5})));
      Distillation objective = new Distillation(model(), new TokenModel(DECODER, other), one, 3, 1);
      double[] p = softened(other, 3);
      double[] q = softened(weights, 3);
      double expected = 0;
      for (int i = 0; i < p.length; i++) {
        expected += 9 * p[i] * Math.log(p[i] / q[i]);
      }
      assertThat(ObjectiveGradients.item(objective, 0)).isCloseTo(expected, within(1e-4));
    }
  }

  private static double[] softened(Parameters weights, double temperature) {
    float[] logits =
        Tensors.floats(
            DECODER.forwardLast(weights, TokenInput.of(new int[][] {{3, 4}}), Interventions.NONE));
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp(logits[i] / temperature);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  @Test
  void multipleChoiceIsTheCrossEntropyOfTheCandidates() {
    double[] scores = {
      logProbability(new int[] {1, 2, 3}, 2),
      logProbability(new int[] {1, 2, 4, 5}, 2),
      logProbability(new int[] {1, 2, 6, 7, 8}, 2)
    };
    double sum = 0;
    double mean = 0;
    for (int i = 0; i < 3; i++) {
      sum += Math.exp(scores[i]);
      mean += Math.exp(scores[i] / (i + 1));
    }
    assertThat(ObjectiveGradients.item(new MultipleChoice(model(), CHOICES, false), 0))
        .isCloseTo(Math.log(sum) - scores[1], within(1e-3));
    assertThat(ObjectiveGradients.item(new MultipleChoice(model(), CHOICES, true), 0))
        .isCloseTo(Math.log(mean) - scores[1] / 2, within(1e-3));
  }

  @Test
  void aPrefixIsSeenFromBothSidesAndTheRestIsCausal() {
    // The last token of the prefix is seen by its first, so changing it changes the first
    // prediction's loss; a learned token is seen only by later ones.
    weights.trainAll();
    TokenObjective prefixed =
        new TokenObjective(
            DECODER, weights, Interventions.NONE, EXAMPLES, TokenObjective.Packing.PREFIX);
    TokenObjective causal = new TokenObjective(DECODER, weights, EXAMPLES);
    assertThat(ObjectiveGradients.item(prefixed, 0))
        .isNotCloseTo(ObjectiveGradients.item(causal, 0), within(1e-3));
    // With one given token there is nothing more to see.
    assertThat(ObjectiveGradients.item(prefixed, 1))
        .isCloseTo(ObjectiveGradients.item(causal, 1), within(1e-5));
  }

  @Test
  void aPromptsWeightIsAShareOfTheResponses() {
    TrainingExample example = EXAMPLES.get(2);
    assertThat(example.lossWeight(1)).isEqualTo(0.25f);
    assertThat(example.weight()).isEqualTo(1.25);
    double whole = logProbability(new int[] {7, 3, 2}, 1);
    double answer = logProbability(new int[] {7, 3, 2}, 2);
    TokenObjective objective = new TokenObjective(DECODER, weights, EXAMPLES);
    assertThat(ObjectiveGradients.item(objective, 2))
        .isCloseTo(-(0.25 * (whole - answer) + answer), within(1e-4));
  }

  @Test
  void maskedTokensAreSeenFromBothSidesAndFillingIsNotSeen() {
    MaskedTokens text = new MaskedTokens(new int[] {1, 0, 3}, new int[] {1}, new int[] {2});
    MaskedTokens otherEnd = new MaskedTokens(new int[] {1, 0, 4}, new int[] {1}, new int[] {2});
    MaskedTokens longer =
        new MaskedTokens(new int[] {5, 6, 0, 8, 9}, new int[] {2, 4}, new int[] {7, 9});
    MaskedLanguageModel objective =
        MaskedLanguageModel.of(model(), List.of(text, otherEnd, longer));
    double alone = ObjectiveGradients.item(objective, 0);
    assertThat(alone).isNotCloseTo(ObjectiveGradients.item(objective, 1), within(1e-3));
    double other = ObjectiveGradients.item(objective, 2);
    assertThat(ObjectiveGradients.item(objective, 0, 2)).isCloseTo(alone + other, within(1e-4));
    assertThat(objective.weight(2)).isEqualTo(2);
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    ObjectiveGradients.widen(weights);
    Parameters teacher = Parameters.copyOf(weights);
    try (teacher) {
      try (var _ = Torch.noGradient()) {
        teacher.names().forEach(name -> teacher.get(name).mul_(teacher.get(name).sigmoid()));
      }
      weights.train(name -> name.contains("layers.1") || name.contains("embed"));
      TokenModel taught = new TokenModel(DECODER, teacher);
      ObjectiveGradients.assertExact(
          new Distillation(model(), taught, EXAMPLES, 2, 0.7), weights, 0, 1, 2);
      ObjectiveGradients.assertExact(new MultipleChoice(model(), CHOICES, true), weights, 0, 1);
      MaskedTokens text = new MaskedTokens(new int[] {1, 0, 3}, new int[] {1}, new int[] {2});
      ObjectiveGradients.assertExact(MaskedLanguageModel.of(model(), List.of(text)), weights, 0);
      ObjectiveGradients.assertExact(
          new TokenObjective(
              DECODER, weights, Interventions.NONE, EXAMPLES, TokenObjective.Packing.PREFIX),
          weights,
          0,
          2);
    }
  }

  @Test
  void gradientsOfDirectPreferenceAreThoseOfFiniteDifferences() {
    ObjectiveGradients.widen(weights);
    try (Lora lora = lora()) {
      ObjectiveGradients.widen(lora.parameters());
      TokenModel policy = new TokenModel(DECODER, weights, Interventions.of(lora));
      ObjectiveGradients.assertExact(
          new DirectPreference(policy, lora, PAIRS, 0.5), lora.parameters(), 0, 1);
    }
  }

  @Test
  void textsAreClassifiedByTheirLastTokensState() {
    List<int[]> texts = List.of(new int[] {1, 2, 3}, new int[] {4}, new int[] {5, 6});
    float[] together = Tensors.floats(model().lastHidden(texts));
    float[] alone = Tensors.floats(model().lastHidden(texts.subList(1, 2)));
    for (int i = 0; i < alone.length; i++) {
      assertThat(together[16 + i]).isCloseTo(alone[i], within(1e-5f));
    }
    try (Parameters head =
        Parameters.owning(Map.of("head", Tensors.floats(new float[4 * 16], 4, 16))).trainAll()) {
      Classification objective =
          Classification.ofTexts(model(), () -> head.get("head"), texts, List.of(0, 3, 1));
      // A head of zeros gives every class the same share.
      assertThat(ObjectiveGradients.item(objective, 0, 1, 2))
          .isCloseTo(3 * Math.log(4), within(1e-5));
      TrainerConfig config =
          TrainerConfig.builder(new Constant(0.1, 0)).steps(30).batchSize(3).build();
      assertThat(new Trainer(config, head, objective).train().trainingLoss()).isLessThan(0.1);
    }
  }
}
