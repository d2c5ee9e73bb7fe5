package dev.chiron.prompting.search;

import dev.chiron.core.task.Demonstration;

/**
 * A demonstration that knows where it is from.
 *
 * @param index its place among the examples that candidates are scored on; −1 if it is none of them
 * @param source who gave the output
 */
public record Exemplar(String input, String output, int index, Source source) {
  /** Who gave an exemplar's output. */
  public enum Source {
    /** The task's author. */
    GOLD,
    /** The model, which was right. */
    MODEL
  }

  public Demonstration demonstration() {
    return Demonstration.of(input, output);
  }
}
