package dev.chiron.core.task;

import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A collection cut into tasks to learn from and tasks that are never seen: what generalisation
 * across tasks is measured on. No task is in both.
 */
public record TaskSplit(TaskCollection train, TaskCollection test) {
  public TaskSplit {
    for (Task task : test.tasks()) {
      if (train.task(task.name()).isPresent()) {
        throw new IllegalArgumentException("task '" + task.name() + "' is in both parts");
      }
    }
  }

  /** Holds out {@code count} tasks, drawn by seed; the others stay in order. */
  public static TaskSplit random(TaskCollection tasks, int count, Seeds seeds) {
    requireBoth(count > 0 && count < tasks.tasks().size(), tasks, count + " tasks");
    Set<String> held =
        Seeds.sample(tasks.tasks(), count, seeds.generator("tasks")).stream()
            .map(Task::name)
            .collect(Collectors.toSet());
    return where(tasks, task -> held.contains(task.name()));
  }

  /** Holds out whole categories, as many as asked for, drawn by seed. */
  public static TaskSplit randomCategories(TaskCollection tasks, int count, Seeds seeds) {
    List<String> categories =
        tasks.tasks().stream().map(task -> task.info().category()).distinct().sorted().toList();
    requireBoth(count > 0 && count < categories.size(), tasks, count + " categories");
    Set<String> held = Set.copyOf(Seeds.sample(categories, count, seeds.generator("categories")));
    return where(tasks, task -> held.contains(task.info().category()));
  }

  /** Holds out the tasks of the names, as the split files of Natural Instructions do. */
  public static TaskSplit tasks(TaskCollection tasks, Set<String> names) {
    return where(tasks, task -> names.contains(task.name()));
  }

  /** Each category in turn is held out: leave one category out. */
  public static Map<String, TaskSplit> leaveOneCategoryOut(TaskCollection tasks) {
    return leaveOneOut(tasks, task -> task.info().category());
  }

  /** Each source data set in turn is held out. */
  public static Map<String, TaskSplit> leaveOneSourceOut(TaskCollection tasks) {
    return leaveOneOut(tasks, task -> task.info().source());
  }

  private static Map<String, TaskSplit> leaveOneOut(
      TaskCollection tasks, Function<Task, String> by) {
    Map<String, TaskSplit> splits = new LinkedHashMap<>();
    for (Task task : tasks.tasks()) {
      splits.computeIfAbsent(by.apply(task), value -> where(tasks, t -> by.apply(t).equals(value)));
    }
    return splits;
  }

  /**
   * Without the training tasks that share a source data set with a held-out task, as version 2 of
   * Natural Instructions excludes them: a model that saw a sibling has seen the data.
   */
  public TaskSplit withoutSharedSources() {
    Set<String> sources = new HashSet<>();
    test.tasks().forEach(task -> sources.add(task.info().source()));
    sources.remove("");
    List<Task> kept =
        train.tasks().stream().filter(t -> !sources.contains(t.info().source())).toList();
    return new TaskSplit(new TaskCollection(train.name(), kept), test);
  }

  private static TaskSplit where(TaskCollection tasks, Predicate<Task> heldOut) {
    List<Task> train = new ArrayList<>();
    List<Task> test = new ArrayList<>();
    tasks.tasks().forEach(task -> (heldOut.test(task) ? test : train).add(task));
    return new TaskSplit(
        new TaskCollection(tasks.name() + "-train", train),
        new TaskCollection(tasks.name() + "-test", test));
  }

  private static void requireBoth(boolean possible, TaskCollection tasks, String asked) {
    if (!possible) {
      throw new IllegalArgumentException(
          "cannot hold out " + asked + " of '" + tasks.name() + "' and keep some to learn from");
    }
  }
}
