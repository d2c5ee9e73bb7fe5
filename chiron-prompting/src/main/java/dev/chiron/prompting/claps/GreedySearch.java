package dev.chiron.prompting.claps;

import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The best word, then the best after it, and so on: length × words evaluations. Where those are not
 * left, each place is tried with an equal sample of the words.
 */
public record GreedySearch() implements PromptTokenSearch {
  @Override
  public String name() {
    return "greedy";
  }

  @Override
  public List<List<String>> search(
      TokenSpace space, int length, ToDoubleFunction<List<String>> reward, long room, Seeds seeds) {
    List<List<String>> remembered = new ArrayList<>();
    List<String> prompt = List.of();
    int tried = (int) Math.min(space.size(), Math.max(1, room / length));
    for (int place = 0; place < length; place++) {
      List<String> words =
          tried == space.size()
              ? space.words()
              : space.sampled(tried, seeds.generator("place " + place)).words();
      List<String> best = List.of();
      double most = Double.NEGATIVE_INFINITY;
      try {
        for (String word : words) {
          List<String> longer = new ArrayList<>(prompt);
          longer.add(word);
          double value = reward.applyAsDouble(longer);
          if (value > most) {
            most = value;
            best = longer;
          }
        }
      } catch (BudgetExhausted e) {
        if (!best.isEmpty()) {
          remembered.add(best);
        }
        return remembered;
      }
      prompt = best;
      remembered.add(prompt);
    }
    return remembered;
  }
}
