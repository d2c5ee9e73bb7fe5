package dev.chiron.init.gstack;

import java.util.OptionalDouble;

/**
 * When to grow and by how much, as the paper fitted it (arXiv 2405.15319, section 4): {@code log10
 * d = 0.88 log10 N + 163.27 / log10 C - 5.74} and {@code log10 g = 1.01 log10 N - 29.88 / log10 C -
 * 7.36}, with C = 6 · N · D.
 *
 * <p>Fitted for 1e20 to 1e22 operations, the first explodes for small ones (N = 1e6 and C = 1e13
 * give 1e12 tokens), so neither is used outside 1e19 to 1e24.
 */
public final class GrowthLaw {
  private static final double LEAST = 1e19;
  private static final double MOST = 1e24;

  private GrowthLaw() {}

  /** C = 6 · N · D. */
  public static double flops(double parameters, double tokens) {
    return 6 * parameters * tokens;
  }

  private static boolean applies(double flops) {
    return flops >= LEAST && flops <= MOST;
  }

  /**
   * Tokens to train the base on before it is grown; empty outside the law's range.
   *
   * @param parameters N of the target, without embeddings
   * @param flops C of the whole training
   */
  public static OptionalDouble baseTokens(double parameters, double flops) {
    return applies(flops)
        ? OptionalDouble.of(
            Math.pow(10, 0.88 * Math.log10(parameters) + 163.27 / Math.log10(flops) - 5.74))
        : OptionalDouble.empty();
  }

  /**
   * The growth factor, whose fit the authors call mediocre; empty outside the law's range.
   *
   * @param parameters N of the target, without embeddings
   * @param flops C of the whole training
   */
  public static OptionalDouble factor(double parameters, double flops) {
    return applies(flops)
        ? OptionalDouble.of(
            Math.pow(10, 1.01 * Math.log10(parameters) - 29.88 / Math.log10(flops) - 7.36))
        : OptionalDouble.empty();
  }
}
