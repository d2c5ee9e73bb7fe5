package dev.chiron.nn.generation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How the next token is drawn from logits: divided by the temperature, cut to the most likely
 * {@code topK} tokens, then to the smallest set with mass {@code topP} (Holtzman et al., 2020,
 * arXiv:1904.09751), then to those at least {@code minP} times as likely as the likeliest (Nguyen
 * et al., 2024, arXiv:2407.01082), then drawn.
 *
 * @param temperature 0 takes the most likely token, the lowest id among equals
 * @param topK 0 for all
 * @param topP in (0, 1]; 1 for all
 * @param minP in [0, 1]; 0 for all
 */
public record Sampling(double temperature, int topK, double topP, double minP) {
  public static final Sampling GREEDY = new Sampling(0, 0, 1);

  public Sampling {
    if (!(temperature >= 0) || topK < 0 || !(topP > 0 && topP <= 1) || !(minP >= 0 && minP <= 1)) {
      throw new IllegalArgumentException(
          "temperature must be at least 0, topK at least 0, topP in (0, 1], minP in [0, 1]");
    }
  }

  /** Without a bound on the share of the likeliest token's probability. */
  public Sampling(double temperature, int topK, double topP) {
    this(temperature, topK, topP, 0);
  }

  /**
   * Tokens that can be drawn.
   *
   * @param tokens by place; empty if the place is the token
   * @param cumulative the mass up to and with each place
   * @param count how many places are left after all cuts
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kept(int[] tokens, double[] cumulative, int count) {
    int token(int place) {
      return tokens.length == 0 ? place : tokens[place];
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
    Kept kept = kept(logits, logits[best]);
    return kept.token(draw(kept.cumulative, kept.count, random));
  }

  /**
   * The probability with which {@link #choose} draws each token.
   *
   * @param logits as there
   * @return as many as logits; they sum to 1
   */
  public double[] distribution(float[] logits) {
    int best = mostLikely(logits);
    double[] probabilities = new double[logits.length];
    if (temperature == 0) {
      probabilities[best] = 1;
      return probabilities;
    }
    Kept kept = kept(logits, logits[best]);
    double total = kept.cumulative[kept.count - 1];
    double before = 0;
    for (int i = 0; i < kept.count; i++) {
      probabilities[kept.token(i)] = (kept.cumulative[i] - before) / total;
      before = kept.cumulative[i];
    }
    return probabilities;
  }

  /** Draws an index by weights, at least one of which is above 0. */
  static int draw(double[] weights, RandomGenerator random) {
    double[] cumulative = weights.clone();
    for (int i = 1; i < cumulative.length; i++) {
      cumulative[i] += cumulative[i - 1];
    }
    return draw(cumulative, cumulative.length, random);
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

  private Kept kept(float[] logits, float highest) {
    boolean all = topK == 0 && topP == 1 && minP == 0;
    int[] order = all ? new int[0] : descending(logits);
    int candidates = topK == 0 ? logits.length : Math.min(topK, logits.length);
    double[] cumulative = new double[candidates];
    double total = 0;
    for (int i = 0; i < candidates; i++) {
      total += Math.exp((logits[all ? i : order[i]] - highest) / temperature);
      cumulative[i] = total;
    }
    int count = candidates;
    if (!all) {
      count = 1;
      // The likeliest token has the mass 1, so the mass of a token is its share of that.
      while (count < candidates
          && cumulative[count - 1] < topP * total
          && cumulative[count] - cumulative[count - 1] >= minP) {
        count++;
      }
    }
    return new Kept(order, cumulative, count);
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
