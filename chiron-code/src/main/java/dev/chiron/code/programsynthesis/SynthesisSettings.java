package dev.chiron.code.programsynthesis;

import dev.chiron.core.error.InputException;

/**
 * How programs are sampled. Defaults of the paper: 3 demonstrations, all 3 tests shown, 80 samples
 * at temperature 0.5, 4 turns of dialog.
 *
 * @param testsShown in the prompt, of each problem
 * @param samples of each problem before a dialog
 * @param temperature 0 is greedy, and then more than one sample is the same again
 * @param maxTokens of a sample
 * @param turns of the dialog after no sample has solved a problem; 0 for none
 * @param samplesPerTurn tried after a hint: 1 for a person's, more for those that cost nothing
 */
public record SynthesisSettings(
    int testsShown,
    int samples,
    double temperature,
    int maxTokens,
    int turns,
    int samplesPerTurn,
    long seed) {
  public SynthesisSettings {
    if (testsShown < 0 || samples < 1 || maxTokens < 1 || turns < 0 || samplesPerTurn < 1) {
      throw new InputException(
          "samples, tokens and samples a turn must be at least 1, tests shown and turns at least 0");
    }
    if (!(temperature >= 0)) {
      throw new InputException("the temperature must be at least 0, not " + temperature);
    }
  }

  /** The paper's. */
  public static SynthesisSettings paper() {
    return new SynthesisSettings(3, 80, 0.5, 512, 0, 5, 0);
  }

  public SynthesisSettings temperature(double other) {
    return new SynthesisSettings(
        testsShown, samples, other, maxTokens, turns, samplesPerTurn, seed);
  }
}
