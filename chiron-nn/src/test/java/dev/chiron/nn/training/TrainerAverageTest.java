package dev.chiron.nn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Run;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.checkpoint.SafetensorsWriter;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The moving average of the weights, and resumption with every optimiser. */
class TrainerAverageTest {
  private static final Decoder DECODER = new Decoder(DecoderConfig.llama(30, 16, 1, 2));
  private static final String WEIGHT = "model.norm.weight";

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  private static TrainingSet examples() {
    RandomGenerator random = new Seeds(4).generator("examples");
    return TrainingSet.of(
        IntStream.range(0, 20)
            .mapToObj(i -> TrainingExample.causal(random.ints(5 + i % 4, 0, 30).toArray()))
            .toList());
  }

  private static float[] values(Parameters weights) {
    try (Scope _ = Scope.open()) {
      return Tensors.floats(weights.get(WEIGHT));
    }
  }

  @Test
  void theTrainingEndsWithTheAverageOfItsSteps() {
    TrainerConfig.Builder plain =
        TrainerConfig.builder(new LearningRateSchedule.Constant(1e-2, 0)).steps(6).batchSize(4);
    List<float[]> steps = new ArrayList<>();
    try (Parameters weights = DECODER.initialize(new Seeds(3)).trainAll()) {
      new Trainer(plain.build(), weights, new TokenObjective(DECODER, weights, examples()))
          .beforeStep(() -> steps.add(values(weights)))
          .train();
      steps.add(values(weights));
    }
    double[] expected = new double[steps.getFirst().length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = steps.getFirst()[i];
      for (float[] step : steps.subList(1, steps.size())) {
        expected[i] = 0.8 * expected[i] + 0.2 * step[i];
      }
    }
    try (Parameters weights = DECODER.initialize(new Seeds(3)).trainAll()) {
      List<float[]> evaluated = new ArrayList<>();
      new Trainer(
              plain.averageDecay(0.8).build(),
              weights,
              new TokenObjective(DECODER, weights, examples()))
          .validatedBy(
              () -> {
                evaluated.add(values(weights));
                return 1;
              })
          .train();
      float[] ended = values(weights);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) ended[i]).isCloseTo(expected[i], within(1e-6));
      }
      assertThat(evaluated).hasSize(1);
      assertThat(evaluated.getFirst()).isEqualTo(ended);
    }
  }

  static List<Optimizer.Settings> optimizers() {
    return List.of(
        Adafactor.Settings.PAPER,
        Muon.Settings.PRETRAINING,
        new GroupedSettings(
            AdamW.Settings.PRETRAINING, List.of(new GroupedSettings.Rule("embed", 0.1, 0))));
  }

  private static byte[] train(Path place, Optimizer.Settings optimizer, int stopAt)
      throws IOException {
    TrainerConfig config =
        TrainerConfig.builder(new LearningRateSchedule.Restarts(1e-2, 1, 3, 2, 0.1))
            .steps(8)
            .batchSize(3)
            .accumulation(2)
            .optimizer(optimizer)
            .averageDecay(0.9)
            .evaluateEvery(3)
            .checkpointEvery(2)
            .build();
    try (Parameters weights = DECODER.initialize(new Seeds(3)).trainAll()) {
      TokenObjective objective = new TokenObjective(DECODER, weights, examples());
      int[] steps = {0};
      new Trainer(config, weights, objective)
          .validatedBy(new TokenObjective(DECODER, weights, examples()))
          .beforeStep(
              () -> {
                if (steps[0]++ == stopAt) {
                  throw new IllegalStateException("killed");
                }
              })
          .in(new Run(place, InstantSource.system()))
          .train();
      Path file = place.resolve("end.safetensors");
      SafetensorsWriter.write(file, weights);
      return Files.readAllBytes(file);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aKilledTrainingEndsWithTheSameBytes(Optimizer.Settings optimizer) throws IOException {
    byte[] whole = train(directory.resolve("whole"), optimizer, -1);
    Path killed = directory.resolve("killed");
    assertThatThrownBy(() -> train(killed, optimizer, 5)).hasMessage("killed");
    assertThat(train(killed, optimizer, -1)).isEqualTo(whole);
    assertThat(killed.resolve("tensorboard/events.out.tfevents.chiron")).isNotEmptyFile();
  }

  @Test
  void aTensorThatIsNotTrainedHasNoAverage() {
    try (Parameters weights = DECODER.initialize(new Seeds(3)).train(WEIGHT::equals);
        TrainingState state = new TrainingState(weights, AdamW.Settings.TUNING, 0.5);
        Scope _ = Scope.open()) {
      assertThat(state.average().orElseThrow().names()).containsExactly(WEIGHT);
      Tensor before = weights.get(WEIGHT).detach().clone();
      state.averaged(() -> assertThat(values(weights)).isEqualTo(Tensors.floats(before)));
    }
  }

  @Test
  void wrongDecaysRulesAndCyclesAreRefused() {
    LearningRateSchedule rate = new LearningRateSchedule.Constant(1, 0);
    assertThatThrownBy(() -> TrainerConfig.builder(rate).steps(1).averageDecay(1).build())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("average decay");
    assertThatThrownBy(() -> new GroupedSettings.Rule("(", 1, 0))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new GroupedSettings(Muon.Settings.PRETRAINING, List.of()))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new LearningRateSchedule.Restarts(1, 0, 0, 1, 0))
        .isInstanceOf(InputException.class);
  }
}
