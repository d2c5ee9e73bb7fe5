package dev.chiron.nn.architecture;

/** How a decoder knows where a token stands. */
public sealed interface Positions {
  /**
   * Queries and keys are turned (Su et al., 2021, arXiv:2104.09864).
   *
   * @param base of the wavelengths
   * @param share of a head's dimensions that is turned, in (0, 1]
   * @param scaling for a longer context
   */
  record Rotary(double base, double share, RotaryScaling scaling) implements Positions {
    /** All dimensions, unscaled. */
    public static Rotary of(double base) {
      return new Rotary(base, 1, RotaryScaling.NONE);
    }

    /** How many dimensions of a head are turned. */
    int turned(int headSize) {
      return (int) (headSize * share);
    }
  }

  /**
   * A vector for each position is added to the token's.
   *
   * @param offset the row of the table that position 0 has
   */
  record Learned(int offset) implements Positions {}
}
