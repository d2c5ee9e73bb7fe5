package dev.chiron.nn.training;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Measures whole training steps (forward, backward, clipping, AdamW) of a Llama-shaped decoder with
 * a tied head on random tokens, each of which is learned.
 */
public final class TrainingStepBenchmark {
  /** Steps before the clock starts: the first ones allocate and compile. */
  private static final int WARMUP = 2;

  /** The size of the square matrices whose product stands for the machine's peak. */
  private static final long PEAK_SIZE = 2048;

  private TrainingStepBenchmark() {}

  /**
   * @param width of the residual stream
   * @param context tokens of a row that are read
   * @param batch rows
   * @param steps that are measured, after two that are not
   * @param threads of one operation
   * @param device {@code cpu} or {@code cuda}
   * @param reducedPrecision as {@link TrainerConfig#reducedPrecision} says
   */
  public record Shapes(
      int layers,
      int width,
      int heads,
      int vocabulary,
      int context,
      int batch,
      int steps,
      int threads,
      String device,
      boolean reducedPrecision) {
    /** In float32 throughout. */
    public Shapes(
        int layers,
        int width,
        int heads,
        int vocabulary,
        int context,
        int batch,
        int steps,
        int threads,
        String device) {
      this(layers, width, heads, vocabulary, context, batch, steps, threads, device, false);
    }
  }

  /**
   * @param parameters numbers in the model
   * @param tokensPerSecond over all measured steps
   * @param secondsPerStep mean
   * @param flopsPerSecond of matrix products that a step needs: 6 per token and weight, and 6 times
   *     layers, width and context per token for causal attention; what is computed twice counts
   *     once
   * @param peakFlopsPerSecond of a plain product of large float32 matrices, measured before
   */
  public record Outcome(
      Shapes shapes,
      long parameters,
      double tokensPerSecond,
      double secondsPerStep,
      double flopsPerSecond,
      double peakFlopsPerSecond) {
    /** How much of the plain product's speed the steps reach. */
    public double shareOfPeak() {
      return flopsPerSecond / peakFlopsPerSecond;
    }
  }

  public static Outcome run(Shapes shapes) {
    int threadsBefore = Torch.threads();
    Torch.threads(shapes.threads);
    try {
      double peak = peak(shapes.device);
      Decoder decoder = decoder(shapes);
      try (Parameters fresh = decoder.initialize(new Seeds(0));
          Parameters weights = fresh.to(Torch.device(shapes.device)).trainAll()) {
        double seconds = seconds(shapes, decoder, weights);
        double tokens = (double) shapes.batch * shapes.context;
        double flops = tokens * flopsPerToken(shapes, weights.count());
        return new Outcome(
            shapes, weights.count(), tokens / seconds, seconds, flops / seconds, peak);
      }
    } finally {
      Torch.threads(threadsBefore);
    }
  }

  private static Decoder decoder(Shapes shapes) {
    return new Decoder(
        DecoderConfig.builder(shapes.vocabulary, shapes.width, shapes.layers, shapes.heads)
            .contextLength(shapes.context)
            .build());
  }

  private static double flopsPerToken(Shapes shapes, long parameters) {
    return 6.0 * parameters + 6.0 * shapes.layers * shapes.width * shapes.context;
  }

  private static double seconds(Shapes shapes, Decoder decoder, Parameters weights) {
    RandomGenerator random = new Seeds(1).generator("tokens");
    List<TrainingExample> rows =
        IntStream.range(0, shapes.batch * 4)
            .mapToObj(
                i ->
                    TrainingExample.causal(
                        random.ints(shapes.context + 1L, 0, shapes.vocabulary).toArray()))
            .toList();
    long[] start = new long[1];
    long[] stepsBegun = new long[1];
    TrainerConfig config =
        TrainerConfig.builder(new LearningRateSchedule.Constant(1e-3, 0))
            .steps(WARMUP + shapes.steps)
            .batchSize(shapes.batch)
            .optimizer(AdamW.Settings.PRETRAINING)
            .reducedPrecision(shapes.reducedPrecision)
            .build();
    new Trainer(config, weights, new TokenObjective(decoder, weights, TrainingSet.of(rows)))
        .beforeStep(
            () -> {
              if (stepsBegun[0]++ == WARMUP) {
                start[0] = System.nanoTime();
              }
            })
        .train();
    return (System.nanoTime() - start[0]) / 1e9 / shapes.steps;
  }

  /**
   * Operations per second of the best of a few products of 2048 × 2048 float32 matrices: what other
   * measurements of the same process are compared with.
   */
  public static double peak(String device) {
    double best = 0;
    try (Scope _ = Scope.open();
        var _ = Torch.noGradient()) {
      Tensor matrix =
          Tensors.to(torch.randn(new long[] {PEAK_SIZE, PEAK_SIZE}), Torch.device(device));
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        // Reading one number waits for a GPU.
        Tensors.item(matrix.matmul(matrix).select(0, 0).select(0, 0));
        double seconds = (System.nanoTime() - start) / 1e9;
        best = Math.max(best, 2.0 * PEAK_SIZE * PEAK_SIZE * PEAK_SIZE / seconds);
      }
    }
    return best;
  }
}
