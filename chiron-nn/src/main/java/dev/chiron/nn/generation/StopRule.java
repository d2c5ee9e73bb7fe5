package dev.chiron.nn.generation;

/** Says when a completion is finished, beyond end tokens and the limit on tokens. */
@FunctionalInterface
public interface StopRule {
  /** Never. */
  StopRule NEVER = (row, tokens) -> false;

  /**
   * Whether the completion ends after its last token.
   *
   * @param row the index of the prompt
   * @param tokens what was generated so far, at least one
   */
  boolean stops(int row, int[] tokens);
}
