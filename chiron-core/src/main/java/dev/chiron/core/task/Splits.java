package dev.chiron.core.task;

import java.util.List;
import java.util.stream.Stream;

/** The three parts of a task's examples: to learn from, to choose by, to report on. */
public record Splits(List<Example> train, List<Example> dev, List<Example> test) {
  public Splits {
    train = List.copyOf(train);
    dev = List.copyOf(dev);
    test = List.copyOf(test);
  }

  public int size() {
    return train.size() + dev.size() + test.size();
  }

  /** The examples of all parts: training, development, test. */
  public List<Example> all() {
    return Stream.of(train, dev, test).flatMap(List::stream).toList();
  }

  public List<Example> part(Split split) {
    return switch (split) {
      case TRAIN -> train;
      case DEV -> dev;
      case TEST -> test;
    };
  }
}
