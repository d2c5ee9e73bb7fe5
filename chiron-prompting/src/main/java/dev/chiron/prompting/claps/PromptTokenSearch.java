package dev.chiron.prompting.claps;

import dev.chiron.core.random.Seeds;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A search for a sequence of words. It works for any reward over sequences from a finite space, and
 * ends with the evaluations.
 */
public sealed interface PromptTokenSearch permits GreedySearch, GeneticSearch, SwarmSearch {
  /** The name in tables, such as {@code greedy}. */
  String name();

  /**
   * Searches.
   *
   * @param length words of a prompt
   * @param reward what is to be large; throws {@link dev.chiron.core.budget.BudgetExhausted} when
   *     no evaluation is left
   * @param room evaluations that are left, for searches that plan with them
   * @return what is worth remembering, one prompt for each round, in order; at least one if one was
   *     evaluated
   */
  List<List<String>> search(
      TokenSpace space, int length, ToDoubleFunction<List<String>> reward, long room, Seeds seeds);
}
