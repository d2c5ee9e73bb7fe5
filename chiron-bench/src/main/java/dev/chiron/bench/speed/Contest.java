package dev.chiron.bench.speed;

import dev.chiron.core.run.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Lets contestants do the same work in turns. Each round is a turn of each, in another order, and
 * ratios are taken within rounds: a machine that is busy with other things slows all of a round.
 *
 * @param rounds that count, after one that does not
 * @param steps of a turn
 */
public record Contest(int rounds, int steps) {
  /** A contest of at least one round. */
  public Contest {
    if (rounds < 1 || steps < 1) {
      throw new IllegalArgumentException("rounds and steps must be at least 1");
    }
  }

  /** Runs it; the first contestant is the one that the others are compared with. */
  public List<Standing> run(List<? extends Contestant> contestants, Progress progress) {
    Turn[][] turns = new Turn[contestants.size()][rounds];
    for (Contestant contestant : contestants) {
      progress.update("rounds", 0, rounds, contestant.name() + " warms up");
      contestant.turn(Math.min(steps, 2));
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < contestants.size(); i++) {
      order.add(i);
    }
    for (int round = 0; round < rounds; round++) {
      for (int who : order) {
        progress.update("rounds", round, rounds, contestants.get(who).name());
        turns[who][round] = contestants.get(who).turn(steps);
      }
      Collections.rotate(order, 1);
    }
    progress.update("rounds", rounds, rounds, "done");
    List<Standing> standings = new ArrayList<>();
    for (int i = 0; i < turns.length; i++) {
      standings.add(standing(contestants, turns, i));
    }
    return standings;
  }

  private Standing standing(List<? extends Contestant> contestants, Turn[][] turns, int i) {
    Contestant contestant = contestants.get(i);
    double perStep = median(round -> turns[i][round].seconds()) / steps;
    double work = (double) contestants.getFirst().tokensPerStep() / contestant.tokensPerStep();
    double[] ratios =
        IntStream.range(0, rounds)
            .mapToDouble(round -> work * turns[i][round].seconds() / turns[0][round].seconds())
            .toArray();
    return new Standing(
        contestant.name(),
        contestant.tokensPerStep() / perStep,
        perStep,
        median(round -> turns[i][round].cpuSeconds()) / steps,
        median(round -> ratios[round]),
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow(),
        median(round -> work * cpuRatio(turns[i][round], turns[0][round])));
  }

  private static double cpuRatio(Turn turn, Turn first) {
    boolean measured = turn.cpuSeconds() > 0 && first.cpuSeconds() > 0;
    return measured ? turn.cpuSeconds() / first.cpuSeconds() : 0;
  }

  private double median(IntToDoubleFunction ofRound) {
    double[] sorted = IntStream.range(0, rounds).mapToDouble(ofRound).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
