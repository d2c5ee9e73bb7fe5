package dev.chiron.data.synthetic;

import dev.chiron.core.task.Example;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A synthetic task with examples without end. The same input always has the same answer within a
 * task; answers are never blank and hold no line break.
 *
 * @param family the name of the family that it was drawn from
 * @param instruction what to do; empty for some tasks, which demonstrations alone define
 * @param labels the closed set of answers; empty for a generation task
 * @param examples draws an example
 */
public record SyntheticTask(
    String family,
    String instruction,
    List<String> labels,
    Function<RandomGenerator, Example> examples) {
  public SyntheticTask {
    labels = List.copyOf(labels);
  }

  public Example next(RandomGenerator random) {
    return examples.apply(random);
  }
}
