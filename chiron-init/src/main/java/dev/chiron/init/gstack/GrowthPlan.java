package dev.chiron.init.gstack;

import dev.chiron.core.error.InputException;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * By how much to grow, and after how many tokens.
 *
 * @param factor the target's layers for each of the base's
 * @param baseTokens that the base is trained on
 * @param reason in words
 */
public record GrowthPlan(int factor, long baseTokens, String reason) {
  /** The best of 2, 4, 8 and 24 in the paper at most sizes. */
  public static final int FACTOR = 4;

  /** Ten of a hundred billion tokens in the paper's main experiment. */
  private static final double SHARE = 0.1;

  /**
   * A plan for a target.
   *
   * @param parameters of the target, without embeddings
   * @param tokens that the target could be trained on from scratch with the same operations
   * @throws InputException if the base's training would use them all
   */
  public static GrowthPlan of(double parameters, long tokens) {
    double flops = GrowthLaw.flops(parameters, (double) tokens);
    OptionalDouble law = GrowthLaw.baseTokens(parameters, flops);
    if (law.isEmpty()) {
      return new GrowthPlan(
          FACTOR,
          Math.max(1, Math.round(SHARE * tokens)),
          String.format(
              Locale.ROOT,
              "%.1e FLOPs are outside 1e19 to 1e24, where the law of timing was fitted:"
                  + " a tenth of the tokens",
              flops));
    }
    long base = Math.round(law.getAsDouble());
    if ((double) base / FACTOR >= tokens) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "a budget of %,d tokens is spent by the base, which the law trains on %,d: train the"
                  + " target from scratch or give more tokens",
              tokens,
              base));
    }
    return new GrowthPlan(
        FACTOR, base, String.format(Locale.ROOT, "the law of timing at %.1e FLOPs", flops));
  }
}
