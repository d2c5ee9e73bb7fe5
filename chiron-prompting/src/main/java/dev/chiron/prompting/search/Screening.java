package dev.chiron.prompting.search;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.statistics.PairedTests;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Early rejection: a candidate is tried on a first mini-batch, then on twice as many, and so on,
 * and is given up as soon as a paired test on the examples that both have seen says that it is
 * worse than the best so far (racing: Maron and Moore 1994; the sign-flip permutation test).
 *
 * @param firstBatch examples of the first mini-batch
 * @param level the p-value, two-sided, at or below which a worse candidate is given up
 */
public record Screening(int firstBatch, double level) {
  /** Every candidate sees every example: what the papers' budgets count. */
  public static final Screening NONE = new Screening(Integer.MAX_VALUE, 0);

  /** Sixteen examples tell candidates hardly apart; one in ten is a mild bar at each batch. */
  public static final Screening MILD = new Screening(16, 0.1);

  private static final int FLIPS = 2000;

  public Screening {
    if (firstBatch < 1 || !(level >= 0 && level < 1)) {
      throw new IllegalArgumentException("the first batch is at least 1, the level in [0, 1)");
    }
  }

  /** Whether the first is worse than the second beyond chance on what both have seen. */
  boolean rejects(Scored candidate, Scored best) {
    Map<Integer, Double> known = new HashMap<>();
    for (Evaluated record : best.records()) {
      known.put(record.index(), record.score());
    }
    List<Evaluated> shared =
        candidate.records().stream().filter(record -> known.containsKey(record.index())).toList();
    double[] differences =
        shared.stream().mapToDouble(r -> r.score() - known.getOrDefault(r.index(), 0.0)).toArray();
    double sum = 0;
    for (double difference : differences) {
      sum += difference;
    }
    return sum < 0
        && PairedTests.signFlip(differences, FLIPS, new Seeds(0).generator("screening")) <= level;
  }
}
