package dev.chiron.nn.objective;

import dev.chiron.nn.training.TrainingExample;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Span corruption (Raffel et al., 2020, arXiv:1910.10683, sections 3.1.4 and 3.3.4): spans of a
 * text are each replaced by a sentinel, and the target gives each sentinel with the tokens that it
 * stands for, and a last sentinel.
 *
 * @param sentinels token ids that occur in no text, in the order of their use; T5's are its last
 *     hundred ids, downwards
 * @param density the share of tokens that are replaced
 * @param meanLength of a span
 */
public record SpanCorruption(List<Integer> sentinels, double density, double meanLength) {
  /** A corrupted text and what was taken out of it. */
  public static final class Corrupted {
    private final int[] input;
    private final int[] target;

    public Corrupted(int[] input, int[] target) {
      this.input = input.clone();
      this.target = target.clone();
    }

    /** The text with sentinels. */
    public int[] input() {
      return input.clone();
    }

    /** The sentinels, each with what it stands for. */
    public int[] target() {
      return target.clone();
    }

    /** For a decoder: the target is learned as the continuation of the input. */
    public TrainingExample asContinuation() {
      return TrainingExample.response(input, target);
    }
  }

  public SpanCorruption {
    sentinels = List.copyOf(sentinels);
    if (!(density > 0 && density < 1) || !(meanLength >= 1) || sentinels.size() < 2) {
      throw new IllegalArgumentException(
          "span corruption needs a density between 0 and 1, spans of 1 or more, and two sentinels");
    }
  }

  /** T5's: 15 % of the tokens in spans of 3 on average. */
  public static SpanCorruption t5(List<Integer> sentinels) {
    return new SpanCorruption(sentinels, 0.15, 3);
  }

  /**
   * Corrupts a text. The number of replaced tokens and of spans is the same for all texts of a
   * length; the lengths of the spans and of what lies between them are drawn, all splits being
   * equally likely.
   *
   * @throws IllegalArgumentException if the text has fewer than two tokens
   */
  public Corrupted corrupt(int[] text, RandomGenerator random) {
    if (text.length < 2) {
      throw new IllegalArgumentException("a text of " + text.length + " tokens has no spans");
    }
    int noise = Math.clamp(Math.round(text.length * density), 1, text.length - 1);
    int most = Math.min(Math.min(noise, text.length - noise), sentinels.size() - 1);
    int spans = Math.clamp(Math.round(noise / meanLength), 1, most);
    int[] kept = parts(text.length - noise, spans, random);
    int[] taken = parts(noise, spans, random);
    IntStream.Builder input = IntStream.builder();
    IntStream.Builder target = IntStream.builder();
    int at = 0;
    for (int i = 0; i < spans; i++) {
      for (int end = at + kept[i]; at < end; at++) {
        input.add(text[at]);
      }
      input.add(sentinels.get(i));
      target.add(sentinels.get(i));
      for (int end = at + taken[i]; at < end; at++) {
        target.add(text[at]);
      }
    }
    target.add(sentinels.get(spans));
    return new Corrupted(input.build().toArray(), target.build().toArray());
  }

  /** Splits a number into parts of at least 1, each way equally likely. */
  private static int[] parts(int number, int parts, RandomGenerator random) {
    int[] cuts = distinct(number - 1, parts - 1, random);
    int[] sizes = new int[parts];
    int before = 0;
    for (int i = 0; i < parts; i++) {
      int end = i < cuts.length ? cuts[i] + 1 : number;
      sizes[i] = end - before;
      before = end;
    }
    return sizes;
  }

  /** Some distinct numbers below a bound, ascending (Floyd's algorithm). */
  private static int[] distinct(int bound, int count, RandomGenerator random) {
    TreeSet<Integer> chosen = new TreeSet<>();
    for (int i = bound - count; i < bound; i++) {
      int drawn = random.nextInt(i + 1);
      chosen.add(chosen.contains(drawn) ? i : drawn);
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * The text that was corrupted, or that a model's target stands for.
   *
   * @throws IllegalArgumentException if a sentinel of the input has no span in the target
   */
  public int[] restore(Corrupted corrupted) {
    Map<Integer, int[]> spans = spans(corrupted.target());
    IntStream.Builder text = IntStream.builder();
    for (int token : corrupted.input()) {
      if (!isSentinel(token)) {
        text.add(token);
        continue;
      }
      int[] span = spans.get(token);
      if (span == null) {
        throw new IllegalArgumentException("the target has no span for the sentinel " + token);
      }
      Arrays.stream(span).forEach(text::add);
    }
    return text.build().toArray();
  }

  private Map<Integer, int[]> spans(int[] target) {
    Map<Integer, int[]> spans = new HashMap<>();
    int from = 0;
    for (int to = 1; to <= target.length; to++) {
      if (to == target.length || isSentinel(target[to])) {
        spans.put(target[from], Arrays.copyOfRange(target, from + 1, to));
        from = to;
      }
    }
    return spans;
  }

  private boolean isSentinel(int token) {
    return sentinels.contains(token);
  }
}
