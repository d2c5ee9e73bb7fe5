package dev.chiron.data.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which examples of a pool are of which task; four bytes an example.
 *
 * @param tasks in the order of their first example
 * @param members for each task the indices of its examples, ascending
 */
public record TaskIndex(List<TaskKey> tasks, List<int[]> members) {
  /** What tells a task from others. */
  public record TaskKey(String collection, String category, String task) {}

  /** Reads the pool once. */
  public static TaskIndex of(InstructionSet pool) {
    return of(pool, IntStream.range(0, pool.size()).toArray());
  }

  /** The same of some of its examples; the members are indices of the pool. */
  public static TaskIndex of(InstructionSet pool, int[] indices) {
    Map<TaskKey, IntList> lists = new LinkedHashMap<>();
    for (int index : indices) {
      InstructionExample each = pool.get(index);
      lists
          .computeIfAbsent(
              new TaskKey(each.collection(), each.category(), each.task()), key -> new IntList())
          .add(index);
    }
    List<int[]> members = new ArrayList<>();
    lists.values().forEach(list -> members.add(list.array()));
    return new TaskIndex(List.copyOf(lists.keySet()), members);
  }

  /** How many examples a task has. */
  public int size(int task) {
    return members.get(task).length;
  }

  /** An array that grows. */
  private static final class IntList {
    private int[] values = new int[8];
    private int count;

    void add(int value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = value;
    }

    int[] array() {
      return Arrays.copyOf(values, count);
    }
  }
}
