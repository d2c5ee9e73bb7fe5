package dev.chiron.code.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class KarelTest {
  private static final Karel KAREL = new Karel();
  private static final int MOVE = 0;
  private static final int LEFT = 1;
  private static final int RIGHT = 2;
  private static final int PICK = 3;
  private static final int PUT = 4;

  private static KarelState run(KarelState state, int... actions) {
    KarelState now = state;
    for (int action : actions) {
      now = KAREL.after(now, action);
    }
    return now;
  }

  private static KarelState open(int x, int y, int heading) {
    return new KarelState(0, Collections.nCopies(36, 0), x, y, heading);
  }

  @Test
  void turnsAndMarkersUndoEachOther() {
    RandomGenerator random = new Seeds(1).generator("worlds");
    for (int i = 0; i < 50; i++) {
      KarelState world = KAREL.start(random);
      assertThat(run(world, LEFT, LEFT, LEFT, LEFT)).isEqualTo(world);
      assertThat(run(world, LEFT, RIGHT)).isEqualTo(world);
      assertThat(run(world, PUT, PICK)).isEqualTo(world);
      assertThat(world.wall(world.x(), world.y())).isFalse();
      assertThat(KAREL.written(world))
          .hasSize(36)
          .allMatch(token -> token < KAREL.stateVocabulary());
    }
  }

  @Test
  void aWallStopsTheHero() {
    assertThat(run(open(0, 0, 0), MOVE)).isEqualTo(open(0, 0, 0));
    KarelState walled = new KarelState(1L << 7, Collections.nCopies(36, 0), 0, 1, 1);
    assertThat(run(walled, MOVE)).isEqualTo(walled);
    assertThat(KAREL.features().get(2).values().of(walled, walled)).containsExactly(1);
    assertThat(run(open(0, 0, 1), PICK)).isEqualTo(open(0, 0, 1));
  }

  @Test
  void aTraceOfTenActionsIsAsByHand() {
    KarelState end = run(open(2, 3, 0), MOVE, PUT, MOVE, RIGHT, MOVE, MOVE, LEFT, MOVE, MOVE, PUT);
    List<Integer> markers = new ArrayList<>(Collections.nCopies(36, 0));
    markers.set(2 * 6 + 2, 1);
    markers.set(4, 1);
    assertThat(end).isEqualTo(new KarelState(0, markers, 4, 0, 0));
    assertThat(KAREL.features().get(1).values().of(open(2, 3, 0), end)).containsExactly(8, 3);
  }

  @Test
  void lineKarelStopsAtItsEnds() {
    LineKarel line = new LineKarel();
    assertThat(line.after(new LineState(9, true), 0)).isEqualTo(new LineState(9, true));
    assertThat(line.after(new LineState(8, true), 2)).isEqualTo(new LineState(8, true));
    assertThat(line.after(new LineState(7, true), 2)).isEqualTo(new LineState(9, true));
    assertThat(line.after(new LineState(4, true), 1)).isEqualTo(new LineState(4, false));
  }

  @Test
  void aPermutationKeepsTheProgramsAndChangesWhatTheyDo() {
    LineKarel line = new LineKarel();
    Semantics<LineState> swapped = line.permuted(List.of(1, 0, 2));
    LineState state = new LineState(4, true);
    assertThat(swapped.after(state, 0)).isEqualTo(line.after(state, 1));
    assertThat(swapped.after(state, 2)).isEqualTo(line.after(state, 2));
    assertThat(line.permuted(List.of(0, 1, 2)).after(state, 1)).isEqualTo(line.after(state, 1));
    assertThatThrownBy(() -> line.permuted(List.of(0, 0, 2))).hasMessageContaining("permute");
  }
}
