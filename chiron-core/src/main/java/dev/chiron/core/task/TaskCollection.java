package dev.chiron.core.task;

import java.util.List;

/** Several tasks under one name: what multi-task training and cross-task evaluation run on. */
public record TaskCollection(String name, List<Task> tasks) {
  public TaskCollection {
    tasks = List.copyOf(tasks);
  }
}
