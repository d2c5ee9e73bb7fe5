package dev.chiron.prompting.search;

import java.util.List;

/**
 * A candidate with how it came about.
 *
 * @param parent id of the candidate in the history that it was made from; {@link #NO_PARENT} if
 *     none
 * @param note why it differs from its parent, such as the critique that it answers; may be empty
 * @param batch places of the examples that the proposer was shown
 */
public record Proposal(PromptCandidate candidate, int parent, String note, List<Integer> batch) {
  /** For a candidate that comes from nothing in the history. */
  public static final int NO_PARENT = -1;

  public Proposal {
    batch = List.copyOf(batch);
  }

  public static Proposal of(PromptCandidate candidate, int parent, String note) {
    return new Proposal(candidate, parent, note, List.of());
  }
}
