package dev.chiron.code.meaning;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The smallest Karel: ten cells in a row with walls at both ends; it moves one cell, turns about,
 * or jumps two cells. What a wall stops does nothing.
 */
public final class LineKarel implements Semantics<LineState> {
  private static final int CELLS = 10;
  private static final int MOVE = 0;
  private static final int TURN = 1;

  @Override
  public String name() {
    return "line-karel";
  }

  @Override
  public List<String> actions() {
    return List.of("move", "turn", "jump");
  }

  @Override
  public LineState after(LineState state, int action) {
    if (action == TURN) {
      return new LineState(state.cell(), !state.right());
    }
    int step = action == MOVE ? 1 : 2;
    int cell = state.cell() + (state.right() ? step : -step);
    return cell >= 0 && cell < CELLS ? new LineState(cell, state.right()) : state;
  }

  @Override
  public LineState start(RandomGenerator random) {
    return new LineState(random.nextInt(CELLS), random.nextBoolean());
  }

  @Override
  public List<Integer> written(LineState state) {
    return List.of(state.cell(), CELLS + (state.right() ? 1 : 0));
  }

  @Override
  public int stateVocabulary() {
    return CELLS + 2;
  }

  @Override
  public List<Feature<LineState>> features() {
    return List.of(
        Feature.of("heading", 2, (_, state) -> state.right() ? 1 : 0),
        Feature.of(
            "displacement",
            2 * CELLS - 1,
            (start, state) -> state.cell() - start.cell() + CELLS - 1));
  }

  /** Of headings only what turns matters, so these two stand for all. */
  @Override
  public List<List<Integer>> permutations() {
    return List.of(List.of(1, 0, 2), List.of(0, 2, 1));
  }
}
