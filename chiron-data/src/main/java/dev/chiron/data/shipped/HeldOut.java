package dev.chiron.data.shipped;

import dev.chiron.data.grammar.Grammar;
import java.util.List;
import java.util.random.RandomGenerator;

/** Lists of fillers of which the last quarter is for the test part alone. */
final class HeldOut {
  private HeldOut() {}

  /** One of the last quarter if held out, else one of the first three. */
  static <T> T pick(List<T> items, boolean heldOut, RandomGenerator random) {
    int mark = items.size() - items.size() / 4;
    return Grammar.pick(
        heldOut ? items.subList(mark, items.size()) : items.subList(0, mark), random);
  }
}
