package dev.chiron.init.dualprocess;

import dev.chiron.core.random.Seeds;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Which strategy a model answers by, as accuracies.
 *
 * @param ordinary items as in training
 * @param unseen words that were never trained: structural in-context learning
 * @param switched words in each other's places: 1 follows the context, 0 the weights
 * @param nullContext no context to follow: in-weights learning
 * @param switchedFirst the first answer alone of switched items
 */
public record StrategyScores(
    double ordinary, double unseen, double switched, double nullContext, double switchedFirst) {

  /** Measures answers on the same items whenever the seeds are the same. */
  public static StrategyScores of(PartOfSpeech task, Answers answers, int items, Seeds seeds) {
    List<TaggedItem> switched =
        items(
            items, seeds, "switched", random -> task.switched(PartOfSpeech.Frequency.ANY, random));
    return new StrategyScores(
        answers.accuracy(items(items, seeds, "ordinary", task::ordinary)),
        answers.accuracy(items(items, seeds, "unseen", task::unseen)),
        answers.accuracy(switched),
        answers.accuracy(items(items, seeds, "null context", task::withoutContext)),
        answers.firstAccuracy(switched));
  }

  private static List<TaggedItem> items(
      int count, Seeds seeds, String name, Function<RandomGenerator, TaggedItem> draw) {
    RandomGenerator random = seeds.generator(name);
    return Stream.generate(() -> draw.apply(random)).limit(count).toList();
  }

  /** The mean of several. */
  public static StrategyScores mean(List<StrategyScores> all) {
    return new StrategyScores(
        all.stream().mapToDouble(StrategyScores::ordinary).average().orElseThrow(),
        all.stream().mapToDouble(StrategyScores::unseen).average().orElseThrow(),
        all.stream().mapToDouble(StrategyScores::switched).average().orElseThrow(),
        all.stream().mapToDouble(StrategyScores::nullContext).average().orElseThrow(),
        all.stream().mapToDouble(StrategyScores::switchedFirst).average().orElseThrow());
  }
}
