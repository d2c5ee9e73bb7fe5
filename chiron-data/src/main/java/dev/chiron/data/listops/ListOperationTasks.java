package dev.chiron.data.listops;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The 64 operations as tasks of Natural Instructions: a definition, two positive examples that name
 * the chosen symbol, two negative ones (another symbol chosen, another thing done with it), and
 * instances. All instances are in the training split, in the order drawn.
 */
public final class ListOperationTasks {
  private static final String NAME = "list-operations";

  private ListOperationTasks() {}

  /**
   * All tasks.
   *
   * @param instances of each task; 500 in the specifications that share this world
   */
  public static TaskCollection all(int instances, Seeds seeds) {
    return new TaskCollection(
        NAME,
        ListOperation.all().stream()
            .map(operation -> task(operation, instances, seeds.child(operation.name())))
            .toList());
  }

  /** One task; which of the paraphrases defines it is drawn. */
  public static Task task(ListOperation operation, int instances, Seeds seeds) {
    RandomGenerator random = seeds.generator("instances");
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < instances; i++) {
      String input = ListOperation.draw(random);
      examples.add(Example.of(input, operation.answer(input)));
    }
    RandomGenerator shown = seeds.generator("examples");
    int paraphrase = seeds.generator("definition").nextInt(ListOperation.PARAPHRASES);
    return new Task(
        operation.name(),
        operation.definition(paraphrase),
        List.of(positive(operation, shown), positive(operation, shown)),
        List.of(negative(operation, false, shown), negative(operation, true, shown)),
        List.of(),
        new Splits(examples, List.of(), List.of()),
        MetricSpec.EXACT_MATCH,
        TaskInfo.of(operation.name(), operation.category()));
  }

  private static Demonstration positive(ListOperation operation, RandomGenerator random) {
    String input = ListOperation.draw(random);
    return new Demonstration(
        input,
        operation.answer(input),
        "the %s symbol is %s".formatted(operation.selector().word(), operation.chosen(input)));
  }

  /** An answer of another operation that differs from the right one. */
  private static Demonstration negative(
      ListOperation operation, boolean otherTransform, RandomGenerator random) {
    while (true) {
      String input = ListOperation.draw(random);
      ListOperation other =
          otherTransform
              ? new ListOperation(operation.selector(), drawn(Transform.values(), random))
              : new ListOperation(drawn(Selector.values(), random), operation.transform());
      String wrong = other.answer(input);
      if (!wrong.equals(operation.answer(input))) {
        String reason =
            otherTransform
                ? "this is %s , not %s"
                    .formatted(other.transform().word(), operation.transform().word())
                : "this is the %s symbol , not the %s"
                    .formatted(other.selector().word(), operation.selector().word());
        return new Demonstration(input, wrong, reason);
      }
    }
  }

  private static <T> T drawn(T[] values, RandomGenerator random) {
    return values[random.nextInt(values.length)];
  }
}
