package dev.chiron.nn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Run;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.checkpoint.SafetensorsWriter;
import dev.chiron.nn.intervention.Intervention;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.weights.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 12 steps of 3 micro-batches of 4 from 30 examples: an epoch ends within the third step. */
class TrainerResumeTest {
  private static final Decoder DECODER = new Decoder(DecoderConfig.llama(40, 16, 2, 2));

  private static final TrainerConfig CONFIG =
      TrainerConfig.builder(new LearningRateSchedule.Cosine(1e-2, 3, 0.1))
          .steps(12)
          .batchSize(4)
          .accumulation(3)
          .sortedBatches(3)
          .optimizer(AdamW.Settings.PRETRAINING)
          .evaluateEvery(2)
          .checkpointEvery(5)
          .seed(9)
          .build();

  @TempDir private static Path shared = Path.of("");
  private static byte[] uninterrupted = {};

  @TempDir private Path directory = Path.of("");

  @BeforeAll
  static void trainWithoutInterruption() throws IOException {
    uninterrupted = train(shared.resolve("whole"), -1, Stop.INTERRUPT);
  }

  /** Stands for {@code kill -9}: nothing of the trainer's runs after it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private enum Stop {
    INTERRUPT,
    KILL
  }

  /** Does something in the midst of one micro-batch. */
  private record Stopping(Objective inner, int at, Stop how, AtomicInteger count)
      implements Objective {
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
    public String fingerprint() {
      return inner.fingerprint();
    }

    @Override
    public Tensor loss(int[] examples) {
      if (count.getAndIncrement() == at) {
        switch (how) {
          case INTERRUPT -> Thread.currentThread().interrupt();
          case KILL -> throw new Killed();
        }
      }
      return inner.loss(examples);
    }
  }

  private static TrainingSet examples(int seed, int count) {
    Random random = new Random(seed);
    return TrainingSet.of(
        IntStream.range(0, count)
            .mapToObj(i -> TrainingExample.causal(random.ints(4 + i % 7, 0, 40).toArray()))
            .toList());
  }

  /** Makes the training draw from libtorch's generator. */
  private static final Intervention DROPOUT =
      new Intervention() {
        @Override
        public Tensor residual(Site site, Tensor stream) {
          return torch.dropout(stream, 0.2, true);
        }
      };

  /** Steps that the latest training's hook was told of. */
  private static final AtomicInteger COUNTED = new AtomicInteger();

  /** Trains from fresh weights in a run; stops at a micro-batch if it is 0 or more. */
  private static byte[] train(Path place, int stopAt, Stop how) throws IOException {
    Run run = new Run(place, InstantSource.system());
    COUNTED.set(0);
    try (Parameters weights = DECODER.initialize(new Seeds(3)).trainAll()) {
      Objective objective =
          new TokenObjective(
              DECODER,
              weights,
              Interventions.of(DROPOUT),
              examples(1, 30),
              TokenObjective.Packing.JOINED);
      Objective heldOut = new TokenObjective(DECODER, weights, examples(2, 10));
      new Trainer(CONFIG, weights, new Stopping(objective, stopAt, how, new AtomicInteger()))
          .validatedBy(heldOut)
          .beforeStep(COUNTED::incrementAndGet)
          .in(run)
          .train();
      Path file = place.resolve("end.safetensors");
      SafetensorsWriter.write(file, weights);
      return Files.readAllBytes(file);
    }
  }

  /** What the events of a run say of each step; of a step that was done twice, the last. */
  private static Map<String, String> losses(Path place) throws IOException {
    Map<String, String> losses = new TreeMap<>();
    try (Stream<String> lines = Files.lines(place.resolve("events.jsonl"))) {
      lines
          .map(line -> Json.parse(Path.of("events.jsonl"), 1, line))
          .filter(event -> event.has("loss"))
          .forEach(
              event ->
                  losses.put(
                      event.get("type").asText() + " " + event.get("step").asInt(),
                      numbers(event)));
    }
    return losses;
  }

  private static String numbers(JsonNode event) {
    return event.get("loss") + " " + event.path("gradientNorm") + " " + event.path("learningRate");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 17, 26, 35})
  void anInterruptedTrainingEndsWithTheSameBytes(int microBatch) throws IOException {
    assertThatThrownBy(() -> train(directory, microBatch, Stop.INTERRUPT))
        .isInstanceOf(TrainingInterrupted.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(train(directory, -1, Stop.INTERRUPT)).isEqualTo(uninterrupted);
    assertThat(losses(directory)).isEqualTo(losses(shared.resolve("whole"))).hasSize(12 + 6);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 15, 34})
  void aKilledTrainingEndsWithTheSameBytes(int microBatch) throws IOException {
    assertThatThrownBy(() -> train(directory, microBatch, Stop.KILL)).isInstanceOf(Killed.class);

    assertThat(train(directory, -1, Stop.KILL)).isEqualTo(uninterrupted);
    assertThat(COUNTED).as("a budget is charged for all steps").hasValue(12);
    assertThat(losses(directory)).isEqualTo(losses(shared.resolve("whole")));
  }

  @Test
  void aFinishedTrainingIsNotDoneAgain() throws IOException {
    train(directory, -1, Stop.KILL);

    assertThat(train(directory, 0, Stop.KILL)).isEqualTo(uninterrupted);
    assertThat(COUNTED).hasValue(12);
  }

  @Test
  void anotherSeedEndsWithOtherBytes() throws IOException {
    Run other = new Run(directory.resolve("other"), InstantSource.system());
    try (Parameters weights = DECODER.initialize(new Seeds(3)).trainAll()) {
      TrainerConfig config =
          TrainerConfig.builder(CONFIG.schedule()).steps(12).batchSize(4).seed(10).build();
      new Trainer(config, weights, new TokenObjective(DECODER, weights, examples(1, 30)))
          .in(other)
          .train();
      Path file = directory.resolve("other.safetensors");
      SafetensorsWriter.write(file, weights);
      assertThat(Files.readAllBytes(file)).isNotEqualTo(uninterrupted);
    }
  }

  @Test
  void keepsTheLastTwoCheckpoints() throws IOException {
    train(directory, -1, Stop.KILL);

    try (Stream<Path> kept = Files.list(directory.resolve("checkpoints"))) {
      assertThat(kept.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("step-000000010", "step-000000012");
    }
  }

  @Test
  void goesBackToTheCheckpointBeforeADamagedOne() throws IOException {
    train(directory, -1, Stop.KILL);
    Files.write(directory.resolve("checkpoints/step-000000012/trained.safetensors"), new byte[7]);

    assertThat(train(directory, -1, Stop.KILL)).isEqualTo(uninterrupted);
  }

  @Test
  void refusesCheckpointsOfOtherSettings() throws IOException {
    train(directory, -1, Stop.KILL);
    try (Parameters weights = DECODER.initialize(new Seeds(3)).trainAll()) {
      Trainer other =
          new Trainer(
                  TrainerConfig.builder(CONFIG.schedule()).steps(99).build(),
                  weights,
                  new TokenObjective(DECODER, weights, examples(1, 30)))
              .in(new Run(directory, InstantSource.system()));

      assertThatThrownBy(other::train)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("other settings or data");
    }
  }
}
