package dev.chiron.data.encoding;

import dev.chiron.core.task.Task;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/** Makes the source text of an instance: what is in front of the answer. */
public interface SourceEncoding {
  /**
   * Encodes an input.
   *
   * @param countTokens how many tokens the model reads a text as
   * @param random for encodings that draw
   */
  Source encode(Task task, String input, ToIntFunction<String> countTokens, RandomGenerator random);

  /**
   * A source text, with what became of the demonstrations.
   *
   * @param positives positive examples in it
   * @param negatives negative examples in it
   * @param dropped examples that were asked for and at hand, and did not fit
   * @param cut whether even the definition had to be shortened
   */
  record Source(String text, int positives, int negatives, int dropped, boolean cut) {}
}
