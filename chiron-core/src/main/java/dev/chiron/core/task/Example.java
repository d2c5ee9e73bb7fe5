package dev.chiron.core.task;

import java.util.List;
import java.util.Map;

/**
 * One instance of a task.
 *
 * @param input what the model is given
 * @param outputs the acceptable answers, at least one; the first is the one to train on
 * @param attributes anything else that the source says of it
 */
public record Example(String input, List<String> outputs, Map<String, String> attributes) {
  public Example {
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("an example needs at least one output");
    }
  }

  public static Example of(String input, String output) {
    return new Example(input, List.of(output), Map.of());
  }

  /** The answer to train on. */
  public String output() {
    return outputs.getFirst();
  }

  public Demonstration demonstration() {
    return new Demonstration(input, output(), "");
  }
}
