package dev.chiron.core.model;

import java.util.List;

/**
 * How to generate.
 *
 * @param maxTokens the most tokens of a completion
 * @param temperature 0 for greedy
 * @param topK keep the k most likely tokens; 0 for all
 * @param topP keep the smallest set of tokens with this probability mass; 1 for all
 * @param stops texts that end the completion; they are not part of it
 * @param seed of the sampler; a request with another seed is another request
 */
public record Decoding(
    int maxTokens, double temperature, int topK, double topP, List<String> stops, long seed) {
  public Decoding {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1, not " + maxTokens);
    }
    if (!(temperature >= 0) || topK < 0 || !(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException(
          "temperature must be at least 0, topK at least 0, topP in (0, 1]");
    }
    stops = List.copyOf(stops);
  }

  public static Decoding greedy(int maxTokens, String... stops) {
    return new Decoding(maxTokens, 0, 0, 1, List.of(stops), 0);
  }

  public static Decoding sampled(int maxTokens, double temperature, long seed, String... stops) {
    return new Decoding(maxTokens, temperature, 0, 1, List.of(stops), seed);
  }

  public Decoding withSeed(long newSeed) {
    return new Decoding(maxTokens, temperature, topK, topP, stops, newSeed);
  }
}
