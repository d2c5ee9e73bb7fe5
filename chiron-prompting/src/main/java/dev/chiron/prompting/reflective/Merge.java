package dev.chiron.prompting.reflective;

import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.SearchHistory;
import java.util.Optional;

/**
 * What two candidates learned since their common ancestor, in one candidate (the system-aware merge
 * of the publication, appendix F): a part that one of them changed and the other did not is taken
 * from the one that did; a part that both changed is taken from the one with the higher score, of
 * equals from the first.
 */
final class Merge {
  private Merge() {}

  /** The merged candidate; empty if for no part one of them changed it and the other did not. */
  static Optional<PromptCandidate> of(
      PromptCandidate ancestor, SearchHistory.Entry one, SearchHistory.Entry two) {
    PromptCandidate merged = ancestor;
    boolean desirable = false;
    for (Part part : Part.ALL) {
      boolean oneKept = part.same(ancestor, one.candidate());
      boolean twoKept = part.same(ancestor, two.candidate());
      desirable |= oneKept != twoKept;
      boolean first = oneKept == twoKept ? one.score() >= two.score() : twoKept;
      merged = part.put(merged, first ? one.candidate() : two.candidate());
    }
    return desirable ? Optional.of(merged) : Optional.empty();
  }
}
