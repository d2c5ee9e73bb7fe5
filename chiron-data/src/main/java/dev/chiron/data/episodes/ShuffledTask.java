package dev.chiron.data.episodes;

import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Draws a task's training examples without replacement by rejection: episodes are short. */
final class ShuffledTask implements EpisodeTask {
  private final Task task;
  private final Set<Integer> drawn = new HashSet<>();

  ShuffledTask(Task task) {
    this.task = task;
  }

  @Override
  public String instruction() {
    return task.instruction();
  }

  @Override
  public List<String> labels() {
    return task.labels();
  }

  @Override
  public Optional<Example> next(RandomGenerator random) {
    List<Example> train = task.splits().train();
    if (drawn.size() >= train.size()) {
      return Optional.empty();
    }
    while (true) {
      int index = random.nextInt(train.size());
      if (drawn.add(index)) {
        return Optional.of(train.get(index));
      }
    }
  }
}
