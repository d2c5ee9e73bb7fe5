package dev.chiron.data.selection;

import dev.chiron.core.random.Seeds;

/** Chooses a part of a pool. */
@FunctionalInterface
public interface Selector {
  /**
   * Chooses different examples.
   *
   * @param budget how many, at most as many as there are
   * @return as many indices, in the order in which they were chosen
   */
  int[] select(Candidates candidates, int budget, Seeds seeds);
}
