package dev.chiron.nn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final Decoder DECODER = new Decoder(DecoderConfig.llama(40, 16, 2, 2));
  private static final LearningRateSchedule RATE = new LearningRateSchedule.Constant(1e-2, 0);

  /** Sentences of random tokens, so that only memory can predict them. */
  private static TrainingSet sentences(int count) {
    java.util.Random random = new java.util.Random(1);
    return TrainingSet.of(
        IntStream.range(0, count)
            .mapToObj(i -> TrainingExample.causal(random.ints(4 + i % 7, 0, 40).toArray()))
            .toList());
  }

  private static Parameters weights() {
    return DECODER.initialize(new Seeds(2)).trainAll();
  }

  private static Map<String, float[]> values(Parameters parameters) {
    Map<String, float[]> values = new TreeMap<>();
    try (Scope _ = Scope.open()) {
      parameters.names().forEach(name -> values.put(name, Tensors.floats(parameters.get(name))));
    }
    return values;
  }

  private static float largestDifference(Map<String, float[]> one, Map<String, float[]> two) {
    float largest = 0;
    for (String name : one.keySet()) {
      float[] a = one.get(name);
      float[] b = two.getOrDefault(name, new float[0]);
      assertThat(b).hasSameSizeAs(a);
      for (int i = 0; i < a.length; i++) {
        largest = Math.max(largest, Math.abs(a[i] - b[i]));
      }
    }
    return largest;
  }

  @Test
  void memorisesAFewSentences() {
    try (Parameters weights = weights()) {
      TokenObjective objective = new TokenObjective(DECODER, weights, sentences(8));
      double before = objective.mean(8);
      TrainingResult result =
          new Trainer(TrainerConfig.builder(RATE).steps(150).build(), weights, objective).train();

      assertThat(before).isCloseTo(Math.log(40), within(0.1));
      // The first token of each sentence is given; the others follow from it with certainty.
      assertThat(objective.mean(8)).isLessThan(0.3);
      assertThat(result.steps()).isEqualTo(150);
      assertThat(result.examples()).isEqualTo(1200);
      assertThat(result.reason()).isEqualTo(StopReason.FINISHED);
    }
  }

  @Test
  void shortenedProductsTrainAsWellAndOnlyWhileTraining() {
    try (Parameters weights = weights()) {
      TokenObjective objective = new TokenObjective(DECODER, weights, sentences(8));
      new Trainer(
              TrainerConfig.builder(RATE).steps(150).reducedPrecision(true).build(),
              weights,
              objective)
          .train();

      assertThat(objective.mean(8)).isLessThan(0.3);
      assertThat(Torch.reducedPrecision(false)).isFalse();
    }
  }

  @Test
  void accumulatedMicroBatchesStepLikeOneBatch() {
    TrainerConfig.Builder config =
        TrainerConfig.builder(RATE).steps(5).optimizer(new Sgd.Settings(0, 0));
    try (Parameters one = weights();
        Parameters two = weights()) {
      new Trainer(
              config.batchSize(8).accumulation(1).build(),
              one,
              new TokenObjective(DECODER, one, sentences(20)))
          .train();
      new Trainer(
              config.batchSize(2).accumulation(4).build(),
              two,
              new TokenObjective(DECODER, two, sentences(40)))
          .train();
      // Other data: the comparison below would not see a trainer that does nothing.
      assertThat(largestDifference(values(one), values(two))).isGreaterThan(1e-4f);
    }
    try (Parameters one = weights();
        Parameters two = weights()) {
      new Trainer(
              config.batchSize(8).accumulation(1).build(),
              one,
              new TokenObjective(DECODER, one, sentences(40)))
          .train();
      new Trainer(
              config.batchSize(2).accumulation(4).build(),
              two,
              new TokenObjective(DECODER, two, sentences(40)))
          .train();

      assertThat(largestDifference(values(one), values(two))).isLessThan(1e-6f);
    }
  }

  @Test
  void trainsOnlyWhatIsMarkedAsTrained() {
    try (Parameters weights = weights().train(name -> name.contains("mlp"))) {
      Map<String, float[]> before = values(weights);
      new Trainer(
              TrainerConfig.builder(RATE).steps(3).build(),
              weights,
              new TokenObjective(DECODER, weights, sentences(8)))
          .train();

      values(weights)
          .forEach(
              (name, after) ->
                  assertThat(Arrays.equals(after, before.get(name)))
                      .as(name)
                      .isEqualTo(!name.contains("mlp")));
    }
  }

  @Test
  void epochsSeeEachExampleAsOftenAndNoMore() {
    List<Integer> seen = new ArrayList<>();
    try (Parameters weights = weights()) {
      Objective objective =
          new CountingObjective(new TokenObjective(DECODER, weights, sentences(10)), seen);
      TrainingResult result =
          new Trainer(
                  TrainerConfig.builder(RATE).epochs(2).batchSize(4).accumulation(4).build(),
                  weights,
                  objective)
              .train();

      // Three micro-batches an epoch, six in all, four in the first step and two in the second.
      assertThat(result.steps()).isEqualTo(2);
      assertThat(result.examples()).isEqualTo(20);
      for (int i = 0; i < 10; i++) {
        assertThat(seen).filteredOn(Integer.valueOf(i)::equals).hasSize(2);
      }
    }
  }

  private record CountingObjective(Objective inner, List<Integer> seen) implements Objective {
    @Override
    public int size() {
      return inner.size();
    }

    @Override
    public double weight(int example) {
      return inner.weight(example);
    }

    @Override
    public int length(int example) {
      return inner.length(example);
    }

    @Override
    public Tensor loss(int[] examples) {
      IntStream.of(examples).forEach(seen::add);
      return inner.loss(examples);
    }
  }

  @Test
  void keepsTheBestAndStopsWhenNothingImproves() {
    Iterator<Double> losses = List.of(3.0, 2.0, 2.5, 2.2, 9.0).iterator();
    List<Map<String, float[]>> atEvaluation = new ArrayList<>();
    try (Parameters weights = weights()) {
      TrainingResult result =
          new Trainer(
                  TrainerConfig.builder(RATE).steps(100).evaluateEvery(2).patience(2).build(),
                  weights,
                  new TokenObjective(DECODER, weights, sentences(8)))
              .validatedBy(
                  () -> {
                    atEvaluation.add(values(weights));
                    return losses.next();
                  })
              .train();

      assertThat(result.reason()).isEqualTo(StopReason.NO_IMPROVEMENT);
      assertThat(result.steps()).isEqualTo(8);
      assertThat(result.bestStep()).isEqualTo(4);
      assertThat(result.validationLoss()).hasValue(2.0);
      assertThat(largestDifference(values(weights), atEvaluation.get(1))).isZero();
      assertThat(largestDifference(values(weights), atEvaluation.get(3))).isPositive();
    }
  }

  @Test
  void endsWhenAnEvaluationReachesTheGoal() {
    Iterator<Double> losses = List.of(3.0, 1.0, 0.5).iterator();
    try (Parameters weights = weights()) {
      TrainingResult result =
          new Trainer(
                  TrainerConfig.builder(RATE).steps(100).evaluateEvery(2).goal(1).build(),
                  weights,
                  new TokenObjective(DECODER, weights, sentences(8)))
              .validatedBy(losses::next)
              .train();

      assertThat(result.reason()).isEqualTo(StopReason.GOAL_REACHED);
      assertThat(result.steps()).isEqualTo(4);
      assertThat(result.validationLoss()).hasValue(1.0);
    }
  }

  @Test
  void endsWhenTheBudgetIsSpent() {
    int[] calls = {0};
    try (Parameters weights = weights()) {
      TrainingResult result =
          new Trainer(
                  TrainerConfig.builder(RATE).steps(100).build(),
                  weights,
                  new TokenObjective(DECODER, weights, sentences(8)))
              .beforeStep(
                  () -> {
                    if (calls[0]++ == 3) {
                      throw new BudgetExhausted("spent");
                    }
                  })
              .train();

      assertThat(result.steps()).isEqualTo(3);
      assertThat(result.reason()).isEqualTo(StopReason.OUT_OF_BUDGET);
    }
  }

  @Test
  void endsWhenTheTimeIsOver() {
    long[] now = {0};
    try (Parameters weights = weights()) {
      TrainingResult result =
          new Trainer(
                  TrainerConfig.builder(RATE).steps(100).maxSeconds(5).build(),
                  weights,
                  new TokenObjective(DECODER, weights, sentences(8)))
              .timedBy(() -> now[0])
              .beforeStep(() -> now[0] += 2_000_000_000L)
              .train();

      assertThat(result.steps()).isEqualTo(2);
      assertThat(result.reason()).isEqualTo(StopReason.OUT_OF_BUDGET);
    }
  }

  @Test
  void saysThatTrainingDiverged() {
    try (Parameters weights = weights()) {
      Trainer trainer =
          new Trainer(
              TrainerConfig.builder(new LearningRateSchedule.Constant(1e30, 0)).steps(20).build(),
              weights,
              new TokenObjective(DECODER, weights, sentences(8)));

      assertThatThrownBy(trainer::train)
          .isInstanceOf(TrainingDiverged.class)
          .hasMessageContaining("learning rate");
    }
  }

  @Test
  void aConfigurationNeedsStepsOrEpochs() {
    assertThatThrownBy(() -> TrainerConfig.builder(RATE).build())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("steps or epochs");
    assertThatThrownBy(() -> TrainerConfig.builder(RATE).steps(1).epochs(1).build())
        .isInstanceOf(InputException.class);
  }
}
