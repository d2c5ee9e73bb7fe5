package dev.chiron.data.episodes;

import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import dev.chiron.data.synthetic.SyntheticTask;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What an episode is drawn from: a task that gives one example after another. */
public interface EpisodeTask {
  /** May be empty. */
  String instruction();

  /** The closed set of answers; empty for a generation task. */
  List<String> labels();

  /** Another example; empty when the task has no more for this episode. */
  Optional<Example> next(RandomGenerator random);

  /** The training examples of a task in a random order, each at most once. */
  static EpisodeTask of(Task task) {
    return new ShuffledTask(task);
  }

  /** A synthetic task, which never runs out. */
  static EpisodeTask of(SyntheticTask task) {
    return new EndlessTask(task);
  }
}
