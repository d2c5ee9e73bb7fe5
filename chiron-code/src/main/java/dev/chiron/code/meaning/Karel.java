package dev.chiron.code.meaning;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Karel without loops and conditions: a hero moves, turns, picks up and puts down markers in a
 * world of 8 × 8 cells, the border of which is wall. An inner cell is a wall, or has a marker, with
 * a probability of a tenth each. What can't be done does nothing.
 */
public final class Karel implements Semantics<KarelState> {
  private static final int MOVE = 0;
  private static final int TURN_LEFT = 1;
  private static final int TURN_RIGHT = 2;
  private static final int PICK_MARKER = 3;
  private static final int MOST_MARKERS = 9;
  private static final double DENSITY = 0.1;
  private static final int SPREAD = 2 * KarelState.SIDE + 1; // 13 values of a difference

  // Tokens of cells: empty, wall, four heroes, 1 to 9 markers.
  private static final int WALL = 1;
  private static final int FIRST_HERO = 2;
  private static final int FIRST_MARKERS = 6;

  @Override
  public String name() {
    return "karel";
  }

  @Override
  public List<String> actions() {
    return List.of("move", "turn_left", "turn_right", "pick_marker", "put_marker");
  }

  @Override
  public List<Integer> frequencies() {
    return List.of(5, 3, 3, 2, 2);
  }

  @Override
  public KarelState after(KarelState state, int action) {
    return switch (action) {
      case MOVE ->
          state.wall(state.columnAhead(), state.rowAhead())
              ? state
              : new KarelState(
                  state.walls(),
                  state.markers(),
                  state.columnAhead(),
                  state.rowAhead(),
                  state.heading());
      case TURN_LEFT -> turned(state, 3);
      case TURN_RIGHT -> turned(state, 1);
      case PICK_MARKER -> marked(state, Math.max(0, state.markersHere() - 1));
      default -> marked(state, Math.min(MOST_MARKERS, state.markersHere() + 1));
    };
  }

  private static KarelState turned(KarelState state, int quarters) {
    return new KarelState(
        state.walls(), state.markers(), state.x(), state.y(), (state.heading() + quarters) % 4);
  }

  private static KarelState marked(KarelState state, int count) {
    List<Integer> markers = new ArrayList<>(state.markers());
    markers.set(state.y() * KarelState.SIDE + state.x(), count);
    return new KarelState(state.walls(), markers, state.x(), state.y(), state.heading());
  }

  @Override
  public KarelState start(RandomGenerator random) {
    int cells = KarelState.SIDE * KarelState.SIDE;
    int hero = random.nextInt(cells);
    long walls = 0;
    List<Integer> markers = new ArrayList<>();
    for (int cell = 0; cell < cells; cell++) {
      boolean wall = random.nextDouble() < DENSITY;
      boolean marker = random.nextDouble() < DENSITY;
      boolean free = cell == hero;
      walls |= wall && !free ? 1L << cell : 0;
      markers.add(marker && !wall && !free ? 1 : 0);
    }
    return new KarelState(
        walls, markers, hero % KarelState.SIDE, hero / KarelState.SIDE, random.nextInt(4));
  }

  /** One token a cell, row by row; the hero hides the markers under it. */
  @Override
  public List<Integer> written(KarelState state) {
    List<Integer> tokens = new ArrayList<>();
    for (int y = 0; y < KarelState.SIDE; y++) {
      for (int x = 0; x < KarelState.SIDE; x++) {
        int markers = state.markers().get(y * KarelState.SIDE + x);
        if (x == state.x() && y == state.y()) {
          tokens.add(FIRST_HERO + state.heading());
        } else if (state.wall(x, y)) {
          tokens.add(WALL);
        } else {
          tokens.add(markers == 0 ? 0 : FIRST_MARKERS + markers - 1);
        }
      }
    }
    return tokens;
  }

  @Override
  public int stateVocabulary() {
    return FIRST_MARKERS + MOST_MARKERS;
  }

  @Override
  public List<Feature<KarelState>> features() {
    return List.of(
        Feature.of("heading", 4, (_, state) -> state.heading()),
        new Feature<>(
            "position from the start",
            List.of(SPREAD, SPREAD),
            (start, state) ->
                List.of(
                    state.x() - start.x() + KarelState.SIDE,
                    state.y() - start.y() + KarelState.SIDE)),
        Feature.of(
            "wall ahead",
            2,
            (_, state) -> state.wall(state.columnAhead(), state.rowAhead()) ? 1 : 0));
  }

  /**
   * Markers change places with each other, and so do a turn and the move, or all three in a circle.
   * Left for right alone would be a mirror image, which a probe reads as well.
   */
  @Override
  public List<List<Integer>> permutations() {
    return List.of(List.of(1, 0, 2, 4, 3), List.of(2, 1, 0, 4, 3), List.of(2, 0, 1, 4, 3));
  }
}
