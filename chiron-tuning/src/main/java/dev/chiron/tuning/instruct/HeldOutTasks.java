package dev.chiron.tuning.instruct;

import dev.chiron.core.error.InputException;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskSplit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which tasks are never trained on: {@code tasks:N}, {@code categories:N}, {@code category:NAME},
 * {@code source:NAME}, or names with commas between.
 *
 * @param text as the user wrote it
 * @param allowSharedSources whether a training task may come from the source of a held-out one
 */
public record HeldOutTasks(String text, boolean allowSharedSources) {
  /**
   * Cuts a collection in two. Training tasks that share a source with a held-out task are left out
   * unless they are allowed, since a model that saw them has seen the data.
   *
   * @throws InputException if nothing, or everything, would be held out
   */
  public TaskSplit of(TaskCollection tasks, Seeds seeds) {
    TaskSplit split = split(tasks, seeds);
    if (split.test().tasks().isEmpty() || split.train().tasks().isEmpty()) {
      throw new InputException(
          "holdout '"
              + text
              + "': leaves no task to "
              + (split.test().tasks().isEmpty() ? "measure" : "learn from"));
    }
    TaskSplit apart = allowSharedSources ? split : split.withoutSharedSources();
    if (apart.train().tasks().isEmpty()) {
      throw new InputException(
          "holdout '"
              + text
              + "': every task left to learn from shares a source with a held-out one; allow it, or"
              + " hold out others");
    }
    return apart;
  }

  private TaskSplit split(TaskCollection tasks, Seeds seeds) {
    String[] parts = text.split(":", 2);
    String value = parts.length == 2 ? parts[1] : "";
    return switch (parts[0]) {
      case "tasks" -> TaskSplit.random(tasks, count(value, tasks.tasks().size() - 1), seeds);
      case "categories" -> {
        long all = tasks.tasks().stream().map(task -> task.info().category()).distinct().count();
        yield TaskSplit.randomCategories(tasks, count(value, (int) all - 1), seeds);
      }
      case "category" -> named(tasks, by(tasks, task -> task.info().category().equals(value)));
      case "source" -> named(tasks, by(tasks, task -> task.info().source().equals(value)));
      default -> named(tasks, Set.copyOf(listed(tasks)));
    };
  }

  private int count(String value, int most) {
    int count = value.matches("\\d{1,6}") ? Integer.parseInt(value) : 0;
    if (count < 1 || count > most) {
      throw new InputException(
          "holdout '"
              + text
              + "': give a number from 1 to "
              + Math.max(1, most)
              + " after the colon");
    }
    return count;
  }

  private static Set<String> by(TaskCollection tasks, java.util.function.Predicate<Task> held) {
    return tasks.tasks().stream().filter(held).map(Task::name).collect(Collectors.toSet());
  }

  private List<String> listed(TaskCollection tasks) {
    List<String> names = Arrays.stream(text.split(",")).map(String::strip).distinct().toList();
    Set<String> unknown = new HashSet<>(names);
    tasks.tasks().forEach(task -> unknown.remove(task.name()));
    if (!unknown.isEmpty()) {
      throw new InputException(
          "holdout: no task is named '"
              + unknown.iterator().next()
              + "'; give tasks:N, categories:N, category:NAME, source:NAME or names");
    }
    return names;
  }

  private static TaskSplit named(TaskCollection tasks, Set<String> names) {
    return TaskSplit.tasks(tasks, names);
  }
}
