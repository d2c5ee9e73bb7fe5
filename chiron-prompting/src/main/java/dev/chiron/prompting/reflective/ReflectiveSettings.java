package dev.chiron.prompting.reflective;

/**
 * The parameters of the search.
 *
 * @param batch examples of a mini-batch; 3 in the publication
 * @param exemplars the most that a prompt shows; ours, since the publication's modules are
 *     instructions alone
 * @param merges the most merges that are scored; 5 in the publication
 * @param mergeBatch examples on which a merge must keep up with its parents before it is scored on
 *     all; 5, as in the authors' code
 * @param words the most of an instruction: what reflection learns takes room
 * @param patience attempts in a row without an accepted one that end the search
 * @param feedback whether the model is shown the rollouts; without them it writes blindly
 */
public record ReflectiveSettings(
    int batch,
    int exemplars,
    int merges,
    int mergeBatch,
    int words,
    int patience,
    boolean feedback) {
  public static final ReflectiveSettings STANDARD =
      new ReflectiveSettings(3, 4, 5, 5, 200, 40, true);

  public ReflectiveSettings {
    if (batch < 1 || exemplars < 0 || merges < 0 || mergeBatch < 1 || words < 1 || patience < 1) {
      throw new IllegalArgumentException("sizes are positive, exemplars and merges not negative");
    }
  }

  /** The same without merges. */
  public ReflectiveSettings withMerges(int most) {
    return new ReflectiveSettings(batch, exemplars, most, mergeBatch, words, patience, feedback);
  }

  /** The same with another number of exemplars; with none only the instruction evolves. */
  public ReflectiveSettings withExemplars(int most) {
    return new ReflectiveSettings(batch, most, merges, mergeBatch, words, patience, feedback);
  }

  /** The same with or without rollouts in the model's question. */
  public ReflectiveSettings withFeedback(boolean shown) {
    return new ReflectiveSettings(batch, exemplars, merges, mergeBatch, words, patience, shown);
  }
}
