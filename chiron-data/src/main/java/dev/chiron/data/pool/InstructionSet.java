package dev.chiron.data.pool;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Instruction examples by index; the same index always gives the same example. */
public interface InstructionSet extends AutoCloseable {
  int size();

  InstructionExample get(int index);

  /** All examples in order, each read when it is asked for. */
  default Stream<InstructionExample> stream() {
    return IntStream.range(0, size()).mapToObj(this::get);
  }

  @Override
  default void close() {}

  /** Examples in memory. */
  static InstructionSet of(List<InstructionExample> examples) {
    List<InstructionExample> copy = List.copyOf(examples);
    return new InstructionSet() {
      @Override
      public int size() {
        return copy.size();
      }

      @Override
      public InstructionExample get(int index) {
        return copy.get(index);
      }
    };
  }

  /**
   * Some examples of this set, in the order of the indices; an index may occur more than once. A
   * view: closing it closes nothing.
   */
  default InstructionSet at(int... indices) {
    int[] copy = indices.clone();
    InstructionSet base = this;
    return new InstructionSet() {
      @Override
      public int size() {
        return copy.length;
      }

      @Override
      public InstructionExample get(int index) {
        return base.get(copy[index]);
      }
    };
  }

  /** Several sets one after the other. A view: closing it closes nothing. */
  static InstructionSet concatenated(List<InstructionSet> sets) {
    List<InstructionSet> parts = List.copyOf(sets);
    int total = parts.stream().mapToInt(InstructionSet::size).reduce(0, Math::addExact);
    return new InstructionSet() {
      @Override
      public int size() {
        return total;
      }

      @Override
      public InstructionExample get(int index) {
        int rest = index;
        for (InstructionSet part : parts) {
          if (rest < part.size()) {
            return part.get(rest);
          }
          rest -= part.size();
        }
        throw new IndexOutOfBoundsException(index);
      }
    };
  }
}
