package dev.chiron.code.meaning;

import java.util.List;

/**
 * Something of a state, such as a heading. It may have parts, such as two coordinates; it counts as
 * read only if all of them are.
 *
 * @param classes how many values each part has
 */
public record Feature<S>(String name, List<Integer> classes, Values<S> values) {
  public Feature {
    classes = List.copyOf(classes);
  }

  /** The values of the parts, each from 0 to its number of classes - 1. */
  @FunctionalInterface
  public interface Values<S> {
    List<Integer> of(S start, S state);
  }

  /** A feature of one part. */
  public static <S> Feature<S> of(String name, int classes, Value<S> value) {
    return new Feature<>(name, List.of(classes), (start, state) -> List.of(value.of(start, state)));
  }

  /** The value of the only part. */
  @FunctionalInterface
  public interface Value<S> {
    int of(S start, S state);
  }
}
