package dev.chiron.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chiron.core.run.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTest {
  /** Takes the time that it is told, times how busy the machine is in a round. */
  private record Clocked(
      String name, long tokensPerStep, double secondsPerStep, List<Double> load, List<String> log)
      implements Contestant {
    @Override
    public Turn turn(int steps) {
      long turns = log.stream().filter(name::equals).count();
      log.add(name);
      double busy = load.get((int) turns);
      return new Turn(steps * secondsPerStep * busy, steps * secondsPerStep);
    }
  }

  @Test
  void aBusyRoundChangesNoRatioAndTokensAreWhatCounts() {
    List<String> log = new ArrayList<>();
    List<Double> load = List.of(1.0, 1.0, 7.0, 1.0);
    Clocked one = new Clocked("one", 1, 0.5, load, log);
    Clocked many = new Clocked("many", 8, 1, load, log);

    List<Standing> standings = new Contest(3, 4).run(List.of(one, many), Progress.SILENT);

    assertThat(standings.getFirst().ratio()).isEqualTo(1);
    assertThat(standings.getFirst().secondsPerStep()).isEqualTo(0.5);
    // Eight tokens in twice the time: the first is a quarter as fast.
    assertThat(standings.getLast().ratio()).isCloseTo(0.25, within(1e-12));
    assertThat(standings.getLast().lowest()).isCloseTo(0.25, within(1e-12));
    assertThat(standings.getLast().highest()).isCloseTo(0.25, within(1e-12));
    assertThat(standings.getLast().cpuRatio()).isCloseTo(0.25, within(1e-12));
    assertThat(standings.getLast().tokensPerSecond()).isEqualTo(8);
    // After the warm-up the order changes from round to round.
    assertThat(log).containsExactly("one", "many", "one", "many", "many", "one", "one", "many");
  }

  @Test
  void flopsGrowWithTheSquareOfTheWidthAndTheContextOfAttention() {
    DecoderShape shape = new DecoderShape(2, 64, 2, 128, 16, 3, 1, "cpu");
    long matrices = shape.parameters() - 128 * 64;
    assertThat(shape.trainingFlops()).isEqualTo(3 * 16 * (6.0 * matrices + 6.0 * 2 * 64 * 16));
    assertThat(shape.decodingFlops()).isEqualTo(3 * (2.0 * matrices + 4.0 * 2 * 64 * 16));
  }
}
