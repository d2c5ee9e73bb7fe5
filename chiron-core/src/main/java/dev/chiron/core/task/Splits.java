package dev.chiron.core.task;

import java.util.List;

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

  public List<Example> part(Split split) {
    return switch (split) {
      case TRAIN -> train;
      case DEV -> dev;
      case TEST -> test;
    };
  }
}
