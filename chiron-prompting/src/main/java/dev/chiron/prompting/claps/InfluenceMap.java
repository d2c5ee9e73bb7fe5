package dev.chiron.prompting.claps;

import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Every word with its influence.
 *
 * @param words those that were measured
 * @param scores in the order of the words
 * @param coverage the part of the space that was measured; below 1 where the budget ended
 */
public record InfluenceMap(List<String> words, List<Double> scores, double coverage) {
  public InfluenceMap {
    words = List.copyOf(words);
    scores = List.copyOf(scores);
  }

  /**
   * Measures a space word by word; a sample of it if the evaluations do not suffice for all.
   *
   * @throws BudgetExhausted if nothing could be measured
   */
  public static InfluenceMap measure(
      TokenSpace space,
      PromptReward reward,
      Influence influence,
      long most,
      RandomGenerator random) {
    reward.of(List.of());
    List<String> measured =
        space.size() <= most ? space.words() : space.sampled((int) most, random).words();
    List<Double> scores = new ArrayList<>();
    try {
      for (String word : measured) {
        scores.add(influence.of(reward, word));
      }
    } catch (BudgetExhausted e) {
      if (scores.isEmpty()) {
        throw e;
      }
    }
    return new InfluenceMap(
        measured.subList(0, scores.size()), scores, (double) scores.size() / space.size());
  }

  /**
   * The words whose influence is strictly above a percentile; all of them where none is, because
   * all are equal.
   *
   * @param percentile in [0, 100); 90 keeps a tenth
   */
  public TokenSpace above(double percentile) {
    double[] sorted = scores.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    // Linear interpolation between order statistics, as the published code's numpy does.
    double place = percentile / 100 * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int next = Math.min(below + 1, sorted.length - 1);
    double threshold = sorted[below] + (place - below) * (sorted[next] - sorted[below]);
    List<String> kept =
        IntStream.range(0, words.size())
            .filter(i -> scores.get(i) > threshold)
            .mapToObj(words::get)
            .toList();
    return new TokenSpace(kept.isEmpty() ? words : kept);
  }

  /** The words by falling influence. */
  public List<String> ranked() {
    return IntStream.range(0, words.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -scores.get(i)))
        .map(words::get)
        .toList();
  }

  /**
   * The part of all |influence| that the most influential words have; uniform would be their part.
   */
  public double share(double part) {
    double[] sizes = scores.stream().mapToDouble(Math::abs).sorted().toArray();
    int top = (int) Math.round(part * sizes.length);
    double all = Arrays.stream(sizes).sum();
    double most = Arrays.stream(sizes, sizes.length - top, sizes.length).sum();
    return all == 0 ? part : most / all;
  }

  /** The same words with the scores of others: a control that must lose what pruning gains. */
  public InfluenceMap shuffled(RandomGenerator random) {
    return new InfluenceMap(words, Seeds.shuffled(scores, random), coverage);
  }
}
