package dev.chiron.bench.decode;

import dev.chiron.core.random.Seeds;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.DecoderConfig;
import dev.chiron.nn.generation.GenerationOptions;
import dev.chiron.nn.generation.Generator;
import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.training.TrainingStepBenchmark;
import dev.chiron.nn.weights.Parameters;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Measures greedy generation of a Llama-shaped decoder with random weights and a tied head: first
 * the pass over the prompts (prefill), then one pass per new token with a cache (decode).
 */
public final class DecodeBenchmark {
  /** Tokens that are generated before the clock starts: the first passes allocate. */
  private static final int WARMUP = 2;

  private DecodeBenchmark() {}

  /**
   * @param width of the residual stream
   * @param context tokens of a prompt
   * @param batch prompts, which are continued together
   * @param steps tokens of a completion after its first, which the prefill gives
   * @param threads of one operation
   * @param device {@code cpu} or {@code cuda}
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
      String device) {
    /** Of matrix products: a prompt's last token alone meets the head. */
    double prefillFlops(long parameters) {
      double head = (double) vocabulary * width;
      double perToken = 2 * (parameters - head) + 2.0 * layers * width * context;
      return batch * (context * perToken + 2 * head);
    }

    /** Of matrix products: 2 a weight, and 4 times layers and width for each key looked at. */
    double decodeFlops(long parameters) {
      double keys = context + (steps + 1) / 2.0;
      return (double) batch * steps * (2.0 * parameters + 4.0 * layers * width * keys);
    }
  }

  /**
   * @param parameters numbers in the model
   * @param prefillTokensPerSecond prompt tokens read
   * @param decodeTokensPerSecond tokens written, over all rows
   * @param prefillFlopsPerSecond of the matrix products that the prefill needs
   * @param decodeFlopsPerSecond of the matrix products that the decoding needs
   * @param peakFlopsPerSecond of a plain product of large float32 matrices, measured before
   */
  public record Outcome(
      Shapes shapes,
      long parameters,
      double prefillTokensPerSecond,
      double decodeTokensPerSecond,
      double prefillFlopsPerSecond,
      double decodeFlopsPerSecond,
      double peakFlopsPerSecond) {}

  /** When a generation started, had read its prompts, and ended, in nanoseconds. */
  private record Times(long start, long read, long end) {
    double prefillSeconds() {
      return (read - start) / 1e9;
    }

    double decodeSeconds() {
      return (end - read) / 1e9;
    }
  }

  public static Outcome run(Shapes shapes) {
    int threadsBefore = Torch.threads();
    Torch.threads(shapes.threads);
    try {
      double peak = TrainingStepBenchmark.peak(shapes.device);
      Decoder decoder = decoder(shapes);
      try (Parameters fresh = decoder.initialize(new Seeds(0));
          Parameters weights = fresh.to(Torch.device(shapes.device))) {
        Generator generator = new Generator(decoder, weights, Interventions.NONE);
        times(shapes, generator, WARMUP);
        return outcome(shapes, weights.count(), times(shapes, generator, shapes.steps), peak);
      }
    } finally {
      Torch.threads(threadsBefore);
    }
  }

  private static Decoder decoder(Shapes shapes) {
    return new Decoder(
        DecoderConfig.builder(shapes.vocabulary, shapes.width, shapes.layers, shapes.heads)
            .contextLength(shapes.context + Math.max(WARMUP, shapes.steps) + 1)
            .build());
  }

  private static Outcome outcome(Shapes shapes, long parameters, Times times, double peak) {
    double rows = shapes.batch;
    return new Outcome(
        shapes,
        parameters,
        rows * shapes.context / times.prefillSeconds(),
        rows * shapes.steps / times.decodeSeconds(),
        shapes.prefillFlops(parameters) / times.prefillSeconds(),
        shapes.decodeFlops(parameters) / times.decodeSeconds(),
        peak);
  }

  private static Times times(Shapes shapes, Generator generator, int steps) {
    RandomGenerator random = new Seeds(1).generator("prompts");
    List<int[]> prompts =
        IntStream.range(0, shapes.batch)
            .mapToObj(_ -> random.ints(shapes.context, 0, shapes.vocabulary).toArray())
            .toList();
    long[] read = new long[1];
    GenerationOptions options =
        GenerationOptions.greedy(steps + 1)
            .withStop(
                (row, tokens) -> {
                  // The first token of the last row: from here on there is one pass a token.
                  if (row == shapes.batch - 1 && tokens.length == 1) {
                    read[0] = System.nanoTime();
                  }
                  return false;
                });
    long start = System.nanoTime();
    generator.generate(prompts, options);
    return new Times(start, read[0], System.nanoTime());
  }
}
