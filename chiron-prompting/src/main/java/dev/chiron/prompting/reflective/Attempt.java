package dev.chiron.prompting.reflective;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.chiron.prompting.search.PromptCandidate;
import java.util.List;

/**
 * One attempt at a better candidate, as it is written down.
 *
 * @param kind {@code instruction}, {@code exemplars} or {@code merge}
 * @param parents ids in the pool: one, or two for a merge
 * @param batch places of the examples that decided
 * @param before score of the parent on them; of the better parent for a merge
 * @param after score of what was made of it
 * @param outcome whether it was accepted, or why not
 * @param candidate what was made; the parent where nothing was
 */
public record Attempt(
    String kind,
    List<Integer> parents,
    List<Integer> batch,
    double before,
    double after,
    String outcome,
    PromptCandidate candidate) {
  static final String ACCEPTED = "accepted";
  static final String NO_BETTER = "no better on the mini-batch";
  static final String ALL_RIGHT = "nothing was wrong on the mini-batch";
  static final String NOTHING_NEW = "nothing new was made";

  public Attempt {
    parents = List.copyOf(parents);
    batch = List.copyOf(batch);
  }

  @JsonIgnore
  public boolean isAccepted() {
    return outcome.equals(ACCEPTED);
  }
}
