package dev.chiron.init.dualprocess;

/**
 * Seven tokens of the part-of-speech task, the last three of which are masked, and what stands
 * behind the masks.
 */
public final class TaggedItem {
  /** Tokens of an item. */
  public static final int LENGTH = 7;

  /** Masked tokens, at the end. */
  public static final int TARGETS = 3;

  private final int[] tokens;
  private final int[] targets;
  private final int noun;

  TaggedItem(int[] tokens, int[] targets, int noun) {
    this.tokens = tokens.clone();
    this.targets = targets.clone();
    this.noun = noun;
  }

  /** With masks: [7]. */
  public int[] tokens() {
    return tokens.clone();
  }

  /** What stands behind the masks: [3]. */
  public int[] targets() {
    return targets.clone();
  }

  /** The word in the adjective's place. */
  public int adjective() {
    return targets[0];
  }

  /** The word in the noun's place. */
  public int noun() {
    return noun;
  }
}
