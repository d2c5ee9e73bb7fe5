package dev.chiron.prompting.bayesian;

/**
 * The parameters of the search.
 *
 * @param instructions the most that are searched over, the first one included
 * @param sets the most exemplar sets that are searched over, the empty one included
 * @param bootstrapped the most exemplars of a set that are the model's own right answers
 * @param exemplars the most of a set: labelled examples fill it
 * @param batch examples of a mini-batch: about a quarter of those that candidates are scored on,
 *     where the publication's code takes 35 of some hundred
 * @param trials on mini-batches
 * @param fullEvery trials after which the best pair by mean is scored on all examples
 * @param temperature of the writer of instructions
 * @param words the most of an instruction
 * @param grounding what the writer is told beside the task
 */
public record BayesianSettings(
    int instructions,
    int sets,
    int bootstrapped,
    int exemplars,
    int batch,
    int trials,
    int fullEvery,
    double temperature,
    int words,
    Grounding grounding) {
  /** What the writer of instructions is told beside the task; the publication's gives all. */
  public enum Grounding {
    /** A summary of the data, exemplars and a tip. */
    FULL,
    /** Only the instruction that the task has. */
    NONE
  }

  /**
   * Ten of each, four exemplars and a full evaluation after five trials are the defaults of the
   * publication's code, from memory; sixty trials are ours.
   */
  public static final BayesianSettings STANDARD =
      new BayesianSettings(10, 10, 4, 4, 12, 60, 5, 1, 100, Grounding.FULL);

  public BayesianSettings {
    if (instructions < 1 || sets < 1 || batch < 1 || trials < 1 || fullEvery < 1 || words < 1) {
      throw new IllegalArgumentException("numbers of things to search over or do are positive");
    }
    if (bootstrapped < 0 || exemplars < bootstrapped || !(temperature >= 0)) {
      throw new IllegalArgumentException(
          "a set has at least as many exemplars as bootstrapped ones, which are not negative");
    }
  }

  /** The same with another grounding. */
  public BayesianSettings with(Grounding other) {
    return new BayesianSettings(
        instructions,
        sets,
        bootstrapped,
        exemplars,
        batch,
        trials,
        fullEvery,
        temperature,
        words,
        other);
  }

  /** The same with other numbers of instructions and sets. */
  public BayesianSettings sized(int ofInstructions, int ofSets) {
    return new BayesianSettings(
        ofInstructions,
        ofSets,
        bootstrapped,
        exemplars,
        batch,
        trials,
        fullEvery,
        temperature,
        words,
        grounding);
  }

  /** Full evaluations that all of it takes at most: the first one, the trials, the full ones. */
  public int passes(int examples) {
    return 1 + (int) Math.ceil((double) trials * batch / examples) + trials / fullEvery;
  }
}
