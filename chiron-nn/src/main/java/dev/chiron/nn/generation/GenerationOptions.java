package dev.chiron.nn.generation;

import dev.chiron.core.random.Seeds;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * How to generate.
 *
 * @param maxTokens the most tokens of a completion
 * @param endTokens end a completion and are not part of it
 * @param stop ends a completion after a token that is part of it
 * @param random the generator of a row, so that a row draws the same whatever it is batched with
 * @param listener is told of each token as it comes, and can end a completion early
 */
public record GenerationOptions(
    int maxTokens,
    Sampling sampling,
    Set<Integer> endTokens,
    StopRule stop,
    LogitsProcessor processor,
    IntFunction<RandomGenerator> random,
    TokenListener listener) {

  public GenerationOptions {
    endTokens = Set.copyOf(endTokens);
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1, not " + maxTokens);
    }
  }

  /** Without a listener. */
  public GenerationOptions(
      int maxTokens,
      Sampling sampling,
      Set<Integer> endTokens,
      StopRule stop,
      LogitsProcessor processor,
      IntFunction<RandomGenerator> random) {
    this(maxTokens, sampling, endTokens, stop, processor, random, TokenListener.SILENT);
  }

  public static GenerationOptions greedy(int maxTokens, Integer... endTokens) {
    return sampled(maxTokens, Sampling.GREEDY, new Seeds(0), endTokens);
  }

  /** Row {@code i} draws from the stream {@code row i} of the seeds. */
  public static GenerationOptions sampled(
      int maxTokens, Sampling sampling, Seeds seeds, Integer... endTokens) {
    return new GenerationOptions(
        maxTokens,
        sampling,
        Set.of(endTokens),
        StopRule.NEVER,
        LogitsProcessor.NONE,
        row -> seeds.generator("row " + row));
  }

  public GenerationOptions withStop(StopRule newStop) {
    return new GenerationOptions(
        maxTokens, sampling, endTokens, newStop, processor, random, listener);
  }

  public GenerationOptions withProcessor(LogitsProcessor newProcessor) {
    return new GenerationOptions(
        maxTokens, sampling, endTokens, stop, newProcessor, random, listener);
  }

  public GenerationOptions withListener(TokenListener newListener) {
    return new GenerationOptions(
        maxTokens, sampling, endTokens, stop, processor, random, newListener);
  }
}
