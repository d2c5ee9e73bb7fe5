package dev.chiron.init.codegen2;

import dev.chiron.core.error.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws what of a document is taken out: the share from a uniform distribution, anew for each
 * document; the lengths of the spans from another, until the share is reached; and their places
 * with at least one kept unit between neighbours, all ways being equally likely.
 *
 * <p>That the distributions are uniform is the paper's; the bounds are not given there.
 *
 * @param leastShare of the units of a document
 * @param mostShare of them
 * @param shortest span
 * @param longest span, and never more than half of a document
 */
public record SpanSampler(double leastShare, double mostShare, int shortest, int longest) {
  /** From a twentieth to a half, in spans of 1 to 64. */
  public static final SpanSampler STANDARD = new SpanSampler(0.05, 0.5, 1, 64);

  /**
   * Units that are taken out.
   *
   * @param from the first
   * @param to behind the last
   */
  public record Span(int from, int to) {
    public int length() {
      return to - from;
    }
  }

  public SpanSampler {
    if (!(leastShare >= 0 && leastShare <= mostShare && mostShare < 1)
        || shortest < 1
        || longest < shortest) {
      throw new InputException(
          "spans: shares must lie between 0 and 1 and lengths be 1 or more, the least first; not %s"
              .formatted(List.of(leastShare, mostShare, shortest, longest)));
    }
  }

  /**
   * Spans of a document, in order.
   *
   * @param units of the document
   * @param most spans; the two shortest are joined while there are more
   */
  public List<Span> sample(int units, int most, RandomGenerator random) {
    double share = leastShare + random.nextDouble() * (mostShare - leastShare);
    int budget = Math.toIntExact(Math.round(share * units));
    List<Integer> lengths = new ArrayList<>();
    int cap = Math.max(shortest, Math.min(longest, units / 2));
    for (int left = budget; left > 0; left -= lengths.getLast()) {
      lengths.add(Math.min(left, shortest + random.nextInt(cap - shortest + 1)));
    }
    int kept = units - budget;
    // Neighbours need a kept unit between them.
    while (lengths.size() > Math.min(most, kept + 1)) {
      join(lengths);
    }
    return placed(lengths, kept, random);
  }

  private static void join(List<Integer> lengths) {
    for (int i = 0; i < 2; i++) {
      Collections.swap(lengths, lengths.size() - 1 - i, shortestOf(lengths, lengths.size() - i));
    }
    int last = lengths.removeLast();
    lengths.set(lengths.size() - 1, lengths.getLast() + last);
  }

  private static int shortestOf(List<Integer> lengths, int end) {
    int best = 0;
    for (int i = 1; i < end; i++) {
      best = lengths.get(i) < lengths.get(best) ? i : best;
    }
    return best;
  }

  /** Stars and bars: gaps that add up to what is kept, inner ones of at least 1. */
  private static List<Span> placed(List<Integer> lengths, int kept, RandomGenerator random) {
    int spans = lengths.size();
    if (spans == 0) {
      return List.of();
    }
    // Distinct bars among the kept units and their two ends are where spans stand.
    boolean[] bar = new boolean[kept + 1];
    for (int chosen = 0; chosen < spans; ) {
      int place = random.nextInt(kept + 1);
      chosen += bar[place] ? 0 : 1;
      bar[place] = true;
    }
    List<Span> placed = new ArrayList<>();
    int at = 0;
    for (int place = 0; place <= kept; place++) {
      if (bar[place]) {
        int length = lengths.get(placed.size());
        placed.add(new Span(at, at + length));
        at += length;
      }
      at++;
    }
    return placed;
  }
}
