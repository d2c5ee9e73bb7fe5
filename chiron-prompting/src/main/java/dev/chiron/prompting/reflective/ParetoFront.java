package dev.chiron.prompting.reflective;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/**
 * The candidates that are best at something (Algorithm 2 of the publication). For each example the
 * candidates with its highest score are found; a candidate is dominated if another one is best at
 * all examples that it is best at and at more, or at the same ones with a higher mean. Those that
 * are left are drawn in proportion to the number of examples that they are best at.
 *
 * <p>The rule for equals is ours: the publication says only that dominated candidates go.
 *
 * @param wins for each member, by ascending index, the number of examples that it is best at
 */
public record ParetoFront(SequencedMap<Integer, Integer> wins) {
  /**
   * The front.
   *
   * @param scores by candidate and example, more is better; NaN where a candidate has no score on
   *     an example. At least one candidate has one.
   */
  public static ParetoFront of(double[][] scores) {
    BitSet[] best = best(scores);
    SequencedMap<Integer, Integer> wins = new LinkedHashMap<>();
    for (int i = 0; i < scores.length; i++) {
      if (!best[i].isEmpty() && !dominated(i, best, scores)) {
        wins.put(i, best[i].cardinality());
      }
    }
    if (wins.isEmpty()) {
      throw new IllegalArgumentException("no candidate has a score");
    }
    return new ParetoFront(wins);
  }

  /** The members, by ascending index. */
  public List<Integer> members() {
    return List.copyOf(wins.keySet());
  }

  /** A member with a probability in proportion to its wins. */
  public int sample(RandomGenerator random) {
    int total = wins.values().stream().mapToInt(Integer::intValue).sum();
    int draw = random.nextInt(total);
    for (Map.Entry<Integer, Integer> member : wins.entrySet()) {
      draw -= member.getValue();
      if (draw < 0) {
        return member.getKey();
      }
    }
    throw new IllegalStateException("the draw is less than the sum of the wins");
  }

  /** For each candidate the examples on which no other has a higher score. */
  private static BitSet[] best(double[][] scores) {
    List<BitSet> best = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      BitSet own = new BitSet();
      for (int example = 0; example < scores[i].length; example++) {
        if (isHighest(scores, i, example)) {
          own.set(example);
        }
      }
      best.add(own);
    }
    return best.toArray(BitSet[]::new);
  }

  private static boolean isHighest(double[][] scores, int candidate, int example) {
    double score = scores[candidate][example];
    if (Double.isNaN(score)) {
      return false;
    }
    for (double[] other : scores) {
      if (other[example] > score) {
        return false;
      }
    }
    return true;
  }

  private static boolean dominated(int candidate, BitSet[] best, double[][] scores) {
    for (int other = 0; other < best.length; other++) {
      BitSet missing = (BitSet) best[candidate].clone();
      missing.andNot(best[other]);
      boolean more = best[other].cardinality() > best[candidate].cardinality();
      if (other != candidate
          && missing.isEmpty()
          && (more || mean(scores[other]) > mean(scores[candidate]))) {
        return true;
      }
    }
    return false;
  }

  private static double mean(double[] scores) {
    double sum = 0;
    int count = 0;
    for (double score : scores) {
      if (!Double.isNaN(score)) {
        sum += score;
        count++;
      }
    }
    return count == 0 ? Double.NEGATIVE_INFINITY : sum / count;
  }
}
