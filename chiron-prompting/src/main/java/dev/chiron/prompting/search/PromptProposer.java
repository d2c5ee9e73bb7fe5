package dev.chiron.prompting.search;

import java.util.List;

/** Says what a search tries next. */
@FunctionalInterface
public interface PromptProposer {
  /**
   * The next candidates; none to end the search. Called again when all of them are scored, so what
   * became of them is in the history.
   *
   * @param room full evaluations that are left, at least 1; more proposals are not tried
   */
  List<Proposal> propose(SearchHistory history, int room);
}
