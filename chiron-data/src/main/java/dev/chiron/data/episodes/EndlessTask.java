package dev.chiron.data.episodes;

import dev.chiron.core.task.Example;
import dev.chiron.data.synthetic.SyntheticTask;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A synthetic task as what an episode is drawn from: it never runs out. */
record EndlessTask(SyntheticTask task) implements EpisodeTask {
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
    return Optional.of(task.next(random));
  }
}
