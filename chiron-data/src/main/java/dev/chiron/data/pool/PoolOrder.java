package dev.chiron.data.pool;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The order in which a pool is trained on. */
public enum PoolOrder {
  /** By chance. */
  RANDOM,
  /** The shortest text first; equals as they stood. */
  LENGTH,
  /** One task after the other, in the order of their first examples. */
  TASK,
  /** Tasks in turn, each in the order in which its examples stood, as long as they last. */
  INTERLEAVED;

  /**
   * The order of a name.
   *
   * @throws InputException if there is none
   */
  public static PoolOrder named(String name) {
    for (PoolOrder order : values()) {
      if (order.name().toLowerCase(Locale.ROOT).equals(name)) {
        return order;
      }
    }
    throw new InputException("order '" + name + "': use random, length, task or interleaved");
  }

  /** The indices of all examples in this order. */
  public int[] of(InstructionSet pool, Seeds seeds) {
    return switch (this) {
      case RANDOM ->
          Seeds.shuffled(IntStream.range(0, pool.size()).boxed().toList(), seeds.generator("order"))
              .stream()
              .mapToInt(Integer::intValue)
              .toArray();
      case LENGTH -> byLength(pool);
      case TASK -> TaskIndex.of(pool).members().stream().flatMapToInt(IntStream::of).toArray();
      case INTERLEAVED -> inTurn(TaskIndex.of(pool).members());
    };
  }

  private static int[] byLength(InstructionSet pool) {
    int[] lengths = IntStream.range(0, pool.size()).map(i -> pool.get(i).text().length()).toArray();
    return IntStream.range(0, lengths.length)
        .boxed()
        .sorted(Comparator.comparingInt(i -> lengths[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int[] inTurn(List<int[]> members) {
    List<Integer> order = new ArrayList<>();
    int longest = members.stream().mapToInt(each -> each.length).max().orElse(0);
    for (int round = 0; round < longest; round++) {
      for (int[] task : members) {
        if (round < task.length) {
          order.add(task[round]);
        }
      }
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }
}
