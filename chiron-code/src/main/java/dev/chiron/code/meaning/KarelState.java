package dev.chiron.code.meaning;

import java.util.List;

/**
 * Karel's world: six by six cells inside a wall.
 *
 * @param walls bit {@code 6 y + x} for an inner cell that is a wall
 * @param markers how many lie on each cell, row by row
 * @param x the hero's column, from 0
 * @param y the hero's row, from 0 at the top
 * @param heading 0 north, 1 east, 2 south, 3 west
 */
public record KarelState(long walls, List<Integer> markers, int x, int y, int heading) {
  /** Cells along a side. */
  public static final int SIDE = 6;

  public KarelState {
    markers = List.copyOf(markers);
  }

  /** Whether a cell is a wall, the border included. */
  public boolean wall(int column, int row) {
    return column < 0
        || row < 0
        || column >= SIDE
        || row >= SIDE
        || (walls >> (row * SIDE + column) & 1) == 1;
  }

  /** Markers under the hero. */
  public int markersHere() {
    return markers.get(y * SIDE + x);
  }

  /** The column in front of the hero. */
  public int columnAhead() {
    return x + (heading == 1 ? 1 : heading == 3 ? -1 : 0);
  }

  /** The row in front of the hero. */
  public int rowAhead() {
    return y + (heading == 2 ? 1 : heading == 0 ? -1 : 0);
  }
}
