package dev.chiron.prompting.dynaicl;

import java.util.List;

/**
 * The numbers of demonstrations that are measured and predicted.
 *
 * @param shots ascending, from 0
 */
public record ShotGrid(List<Integer> shots) {
  /** Finer where the first demonstrations matter most. */
  public static final ShotGrid STANDARD = new ShotGrid(List.of(0, 1, 2, 3, 4, 6, 8, 11, 16));

  public ShotGrid {
    shots = List.copyOf(shots);
    boolean ascending = true;
    for (int i = 1; i < shots.size(); i++) {
      ascending &= shots.get(i) > shots.get(i - 1);
    }
    if (shots.size() < 2 || shots.getFirst() != 0 || !ascending) {
      throw new IllegalArgumentException("a grid ascends from 0, not " + shots);
    }
  }

  /** The numbers up to the size of a pool. */
  public ShotGrid upTo(int pool) {
    return new ShotGrid(shots.stream().filter(k -> k <= pool).toList());
  }

  public int size() {
    return shots.size();
  }

  /** K_max. */
  public int most() {
    return shots.getLast();
  }
}
