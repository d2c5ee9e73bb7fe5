package dev.chiron.nn.training;

import java.util.List;
import java.util.function.IntFunction;

/** Training examples by index; the same index always gives the same example. */
public interface TrainingSet {
  int size();

  TrainingExample get(int index);

  /** The tokens of an example, without reading them where that is cheaper. */
  default int length(int index) {
    return get(index).length();
  }

  /** The loss weight of an example, without reading its tokens where that is cheaper. */
  default double weight(int index) {
    return get(index).weight();
  }

  /** Examples in memory. */
  static TrainingSet of(List<TrainingExample> examples) {
    List<TrainingExample> copy = List.copyOf(examples);
    return drawn(copy.size(), copy::get);
  }

  /**
   * Examples that are made when they are needed.
   *
   * @param example of an index from 0 to {@code size - 1}; always the same for the same index
   */
  static TrainingSet drawn(int size, IntFunction<TrainingExample> example) {
    return new TrainingSet() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public TrainingExample get(int index) {
        return example.apply(index);
      }
    };
  }
}
