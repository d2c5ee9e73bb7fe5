package dev.chiron.nn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Run;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.checkpoint.Checkpoint;
import dev.chiron.nn.checkpoint.SafetensorsWriter;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This process and a child of it train together. */
class GlooWorkersTest {
  private static final Decoder DECODER = new Decoder(DecoderConfig.llama(30, 16, 1, 2));
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  private Path directory;

  /** What the second process does: port, run directory. */
  static final class Second {
    public static void main(String[] arguments) {
      Path place = Path.of(arguments[1]);
      try (Workers workers =
          GlooWorkers.join("127.0.0.1", Integer.parseInt(arguments[0]), 1, 2, PATIENCE)) {
        train(workers, place, place.resolve("second.safetensors"));
      }
    }
  }

  private static void train(Workers workers, Path place, Path end) {
    RandomGenerator random = new Seeds(4).generator("examples");
    TrainingSet examples =
        TrainingSet.of(
            IntStream.range(0, 23)
                .mapToObj(i -> TrainingExample.causal(random.ints(5 + i % 4, 0, 30).toArray()))
                .toList());
    // Plain descent: its weights are the sum of all gradients. The last step has one micro-batch.
    TrainerConfig config =
        TrainerConfig.builder(new LearningRateSchedule.Constant(0.1, 0))
            .epochs(1)
            .batchSize(4)
            .accumulation(5)
            .optimizer(new Sgd.Settings(0, 0))
            .checkpointEvery(1)
            .build();
    try (Parameters weights = DECODER.initialize(new Seeds(3)).trainAll()) {
      new Trainer(config, weights, new TokenObjective(DECODER, weights, examples))
          .among(workers)
          .in(new Run(place, InstantSource.system()))
          .train();
      SafetensorsWriter.write(end, weights);
    }
  }

  @Test
  void twoProcessesTakeTheStepsOfOne() throws Exception {
    Path alone = directory.resolve("alone");
    train(Workers.ALONE, alone, alone.resolve("first.safetensors"));
    Path together = directory.resolve("together");
    int port = freePort();
    Process second = second(port, together);
    try (Workers workers = GlooWorkers.join("127.0.0.1", port, 0, 2, PATIENCE)) {
      train(workers, together, together.resolve("first.safetensors"));
    }
    assertThat(second.waitFor()).isZero();
    try (Parameters expected = Checkpoint.read(alone.resolve("first.safetensors"));
        Parameters first = Checkpoint.read(together.resolve("first.safetensors"));
        Parameters other = Checkpoint.read(together.resolve("second.safetensors"));
        Scope _ = Scope.open()) {
      for (String name : expected.names()) {
        float[] wanted = Tensors.floats(expected.get(name));
        assertThat(Tensors.floats(first.get(name))).containsExactly(wanted, within(1e-5f));
        assertThat(Tensors.floats(other.get(name))).isEqualTo(Tensors.floats(first.get(name)));
      }
    }
    // Only the first writes: its events are those of the single process.
    assertThat(Files.readAllLines(together.resolve("events.jsonl")))
        .hasSameSizeAs(Files.readAllLines(alone.resolve("events.jsonl")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Process second(int port, Path place) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Second.class.getName(),
                String.valueOf(port),
                place.toString()))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("second.log").toFile())
        .start();
  }
}
