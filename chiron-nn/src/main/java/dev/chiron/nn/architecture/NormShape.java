package dev.chiron.nn.architecture;

/**
 * How a residual stream is normalised.
 *
 * @param kind which statistic is taken out
 * @param epsilon added to the mean square or the variance
 */
public record NormShape(Kind kind, double epsilon) {
  /** A kind of normalisation. */
  public enum Kind {
    /** RMSNorm (Zhang and Sennrich, 2019, arXiv:1910.07467): a scale, no bias. */
    RMS,
    /** Layer normalisation (Ba et al., 2016, arXiv:1607.06450): a scale and a bias. */
    LAYER
  }

  /**
   * A shape.
   *
   * @throws IllegalArgumentException if epsilon is not above 0
   */
  public NormShape {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be above 0, not " + epsilon);
    }
  }

  public static NormShape rms(double epsilon) {
    return new NormShape(Kind.RMS, epsilon);
  }

  public static NormShape layer(double epsilon) {
    return new NormShape(Kind.LAYER, epsilon);
  }
}
