package dev.chiron.core.task;

/**
 * An input with its answer, as shown to a model.
 *
 * @param explanation why the answer is right (or, for a negative one, wrong); empty if not given
 */
public record Demonstration(String input, String output, String explanation) {
  public static Demonstration of(String input, String output) {
    return new Demonstration(input, output, "");
  }
}
