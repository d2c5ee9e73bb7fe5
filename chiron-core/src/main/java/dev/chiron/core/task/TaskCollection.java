package dev.chiron.core.task;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Several tasks under one name: what multi-task training and cross-task evaluation run on. The
 * names of its tasks differ.
 */
public record TaskCollection(String name, List<Task> tasks) {
  public TaskCollection {
    tasks = List.copyOf(tasks);
    Set<String> names = new HashSet<>();
    for (Task task : tasks) {
      if (!names.add(task.name())) {
        throw new IllegalArgumentException("two tasks are named '" + task.name() + "'");
      }
    }
  }

  /** The task of a name. */
  public Optional<Task> task(String taskName) {
    return tasks.stream().filter(task -> task.name().equals(taskName)).findFirst();
  }
}
