package dev.chiron.data.shipped;

import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import java.util.List;
import java.util.random.RandomGenerator;

/** What makes one shipped task: its fixed texts and a generator of examples. */
interface TaskSource {
  String name();

  String instruction();

  /** The closed set of answers; empty for a generation task. */
  default List<String> labels() {
    return List.of();
  }

  default MetricSpec metric() {
    return labels().isEmpty() ? MetricSpec.EXACT_MATCH : MetricSpec.ACCURACY;
  }

  String category();

  default TaskSize size() {
    return TaskSize.USUAL;
  }

  /**
   * Draws an example.
   *
   * @param turn counts the examples of a part, so that answers can take turns
   * @param heldOut whether to use what only the test part may use
   */
  Example draw(int turn, boolean heldOut, RandomGenerator random);
}
