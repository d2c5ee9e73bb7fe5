package dev.chiron.nn.generation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How the next token is drawn from logits: divided by the temperature, cut to the most likely
 * {@code topK} tokens, then to the smallest set with mass {@code topP} (Holtzman et al., 2020,
 * arXiv:1904.09751), then drawn.
 *
 * @param temperature 0 takes the most likely token, the lowest id among equals
 * @param topK 0 for all
 * @param topP in (0, 1]; 1 for all
 */
public record Sampling(double temperature, int topK, double topP) {
  public static final Sampling GREEDY = new Sampling(0, 0, 1);

  public Sampling {
    if (!(temperature >= 0) || topK < 0 || !(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException(
          "temperature must be at least 0, topK at least 0, topP in (0, 1]");
    }
  }

  /**
   * Draws a token.
   *
   * @param logits one for each token; minus infinity forbids a token
   * @throws IllegalArgumentException if every token is forbidden
   */
  public int choose(float[] logits, RandomGenerator random) {
    int best = mostLikely(logits);
    if (temperature == 0) {
      return best;
    }
    return topK == 0 && topP == 1
        ? drawFromAll(logits, logits[best], random)
        : drawFromLikely(logits, logits[best], random);
  }

  private static int mostLikely(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    if (logits[best] == Float.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException("every token is forbidden");
    }
    return best;
  }

  private int drawFromAll(float[] logits, float highest, RandomGenerator random) {
    double[] cumulative = new double[logits.length];
    double total = 0;
    for (int i = 0; i < logits.length; i++) {
      total += Math.exp((logits[i] - highest) / temperature);
      cumulative[i] = total;
    }
    return draw(cumulative, logits.length, random);
  }

  private int drawFromLikely(float[] logits, float highest, RandomGenerator random) {
    int[] order = descending(logits);
    int count = topK == 0 ? order.length : Math.min(topK, order.length);
    double[] cumulative = new double[count];
    double total = 0;
    for (int i = 0; i < count; i++) {
      total += Math.exp((logits[order[i]] - highest) / temperature);
      cumulative[i] = total;
    }
    int kept = 1;
    while (kept < count && cumulative[kept - 1] < topP * total) {
      kept++;
    }
    return order[draw(cumulative, kept, random)];
  }

  /** Token ids by falling logit; equal logits by rising id. */
  private static int[] descending(float[] logits) {
    long[] keys = new long[logits.length];
    for (int i = 0; i < logits.length; i++) {
      int bits = Float.floatToIntBits(logits[i]);
      int ascending = bits < 0 ? ~bits : bits ^ 0x80000000; // unsigned order of the floats
      keys[i] = (long) (~ascending ^ 0x80000000) << 32 | i;
    }
    Arrays.sort(keys);
    int[] order = new int[logits.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  private static int draw(double[] cumulative, int count, RandomGenerator random) {
    double point = random.nextDouble() * cumulative[count - 1];
    int found = Arrays.binarySearch(cumulative, 0, count, point);
    // At an exact hit the next token that has any mass is drawn.
    int index = found < 0 ? -found - 1 : found + 1;
    while (index < count - 1 && index > 0 && cumulative[index] == cumulative[index - 1]) {
      index++;
    }
    return Math.min(index, count - 1);
  }
}
