package dev.chiron.bench.speed;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.Generator;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.AdamW;
import dev.chiron.nn.training.LearningRateSchedule;
import dev.chiron.nn.training.TokenObjective;
import dev.chiron.nn.training.Trainer;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingExample;
import dev.chiron.nn.training.TrainingSet;
import dev.chiron.nn.weights.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Trains and generates for long, and looks at the memory of the process meanwhile. Rows and prompts
 * are of all lengths, so that blocks of all sizes come and go.
 */
public final class Soak {
  /** A sample is taken after each of so many equal parts. */
  private static final int SAMPLES = 10;

  /** In these parts of the work the process still grows: code is compiled, and pools fill. */
  private static final int SETTLING = 4;

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  /**
   * The memory over one kind of work.
   *
   * @param work {@code training} or {@code generation}
   * @param residentBytes of the process, after each tenth of the work
   */
  public record Memory(String work, long times, List<Long> residentBytes) {
    public Memory {
      residentBytes = List.copyOf(residentBytes);
    }

    /** By what share the memory grew from where it had settled, after four tenths, to the end. */
    public double growth() {
      return (double) residentBytes.getLast() / residentBytes.get(SETTLING - 1) - 1;
    }
  }

  private Soak() {}

  /** Whether the system tells how much memory a process holds. */
  public static boolean isMeasurable() {
    return resident().isPresent();
  }

  /**
   * Runs it.
   *
   * @param times training steps, and then generations; a multiple of ten
   */
  public static List<Memory> run(DecoderShape shape, int times, Progress progress) {
    int threadsBefore = Torch.threads();
    Torch.threads(shape.threads());
    Decoder decoder = shape.decoder(0);
    try (Parameters weights = decoder.initialize(new Seeds(0)).trainAll()) {
      Memory trained = trained(decoder, weights, shape, times, progress);
      return List.of(trained, generated(decoder, weights, shape, times, progress));
    } finally {
      Torch.threads(threadsBefore);
    }
  }

  private static Memory trained(
      Decoder decoder, Parameters weights, DecoderShape shape, int times, Progress progress) {
    RandomGenerator random = new Seeds(1).generator("rows");
    List<TrainingExample> rows =
        IntStream.range(0, 256)
            .mapToObj(_ -> TrainingExample.causal(tokens(random, shape, shape.context() + 1)))
            .toList();
    List<Long> samples = new ArrayList<>();
    long[] step = new long[1];
    TrainerConfig config =
        TrainerConfig.builder(new LearningRateSchedule.Constant(1e-3, 0))
            .steps(times)
            .batchSize(shape.batch())
            .optimizer(AdamW.Settings.PRETRAINING)
            .build();
    new Trainer(config, weights, new TokenObjective(decoder, weights, TrainingSet.of(rows)))
        .beforeStep(() -> sample(samples, step[0]++, times))
        .tells(progress)
        .train();
    sample(samples, times, times);
    return new Memory("training", times, samples);
  }

  private static Memory generated(
      Decoder decoder, Parameters weights, DecoderShape shape, int times, Progress progress) {
    RandomGenerator random = new Seeds(2).generator("prompts");
    Generator generator = new Generator(decoder, weights, Interventions.NONE);
    int most = Math.max(1, shape.context() / 2);
    List<Long> samples = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      sample(samples, i, times);
      List<int[]> prompts =
          IntStream.range(0, shape.batch()).mapToObj(_ -> tokens(random, shape, most)).toList();
      generator.generate(prompts, GenerationOptions.greedy(1 + random.nextInt(most)));
      progress.update("generation", i + 1L, times, "");
    }
    sample(samples, times, times);
    return new Memory("generation", times, samples);
  }

  private static int[] tokens(RandomGenerator random, DecoderShape shape, int most) {
    return random.ints(random.nextInt(2, most + 1), 0, shape.vocabulary()).toArray();
  }

  private static void sample(List<Long> samples, long done, int times) {
    if (done > 0 && done % (times / SAMPLES) == 0 && samples.size() < SAMPLES) {
      samples.add(resident().orElse(0));
    }
  }

  private static OptionalLong resident() {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
