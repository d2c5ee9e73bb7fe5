package dev.chiron.nn.architecture;

/** How rotary frequencies are stretched for a context that is longer than that of pre-training. */
public sealed interface RotaryScaling {
  /** Not at all. */
  None NONE = new None();

  /** The frequency to use for one of the plain rotary embedding, in radians a position. */
  double apply(double frequency);

  /** Not at all. */
  record None() implements RotaryScaling {
    @Override
    public double apply(double frequency) {
      return frequency;
    }
  }

  /**
   * Position interpolation (Chen et al., 2023, arXiv:2306.15595): all frequencies are divided.
   *
   * @param factor at least 1
   */
  record Linear(double factor) implements RotaryScaling {
    /** A factor below 1 is refused. */
    public Linear {
      require(factor >= 1, "factor must be at least 1");
    }

    @Override
    public double apply(double frequency) {
      return frequency / factor;
    }
  }

  /**
   * Llama 3.1 (Grattafiori et al., 2024, arXiv:2407.21783): waves that turn often in the original
   * context stay, slow ones are divided, those between are blended.
   *
   * @param factor slow frequencies are divided by it
   * @param lowTurns waves with fewer turns in the original context are slow
   * @param highTurns waves with more turns stay
   * @param originalContext positions of pre-training
   */
  record Llama3(double factor, double lowTurns, double highTurns, int originalContext)
      implements RotaryScaling {
    /** Factors out of order are refused. */
    public Llama3 {
      require(factor >= 1, "factor must be at least 1");
      require(
          lowTurns > 0 && highTurns > lowTurns, "high_freq_factor must be above low_freq_factor");
      require(originalContext > 0, "original_max_position_embeddings must be at least 1");
    }

    @Override
    public double apply(double frequency) {
      double turns = originalContext * frequency / (2 * Math.PI);
      double kept = Math.clamp((turns - lowTurns) / (highTurns - lowTurns), 0, 1);
      return kept * frequency + (1 - kept) * frequency / factor;
    }
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
