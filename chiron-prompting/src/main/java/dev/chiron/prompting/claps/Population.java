package dev.chiron.prompting.claps;

import dev.chiron.core.budget.BudgetExhausted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Prompts with their rewards, for searches that keep many. */
final class Population {
  private final Map<List<String>, Double> rewards = new HashMap<>();
  private boolean exhausted;

  /** Evaluates those that are new, until no evaluation is left. */
  void evaluate(List<List<String>> prompts, ToDoubleFunction<List<String>> reward) {
    try {
      for (List<String> prompt : prompts) {
        if (!rewards.containsKey(prompt)) {
          rewards.put(prompt, reward.applyAsDouble(prompt));
        }
      }
    } catch (BudgetExhausted e) {
      exhausted = true;
    }
  }

  boolean isExhausted() {
    return exhausted;
  }

  /** The reward of a prompt; negative infinity if it was not evaluated. */
  double reward(List<String> prompt) {
    return rewards.getOrDefault(prompt, Double.NEGATIVE_INFINITY);
  }

  /** The best of some prompts first. */
  List<List<String>> ranked(List<List<String>> prompts) {
    List<List<String>> sorted = new ArrayList<>(prompts);
    sorted.sort((one, two) -> Double.compare(reward(two), reward(one)));
    return sorted;
  }

  static List<List<String>> random(
      TokenSpace space, int length, int count, RandomGenerator random) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                IntStream.range(0, length)
                    .mapToObj(place -> space.words().get(random.nextInt(space.size())))
                    .toList())
        .toList();
  }
}
