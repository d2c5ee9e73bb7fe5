package dev.chiron.data.encoding;

import dev.chiron.core.task.Task;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/**
 * Draws one of several encodings for every instance, so that a model learns to read them all
 * (Tk-Instruct's mixed mode).
 */
public record MixedEncoding(List<InstructionEncoding> encodings) implements SourceEncoding {
  /** Tk-Instruct's five. */
  public static final MixedEncoding DEFAULT =
      new MixedEncoding(
          List.of(
              InstructionEncoding.DEFINITION,
              InstructionEncoding.EXAMPLES,
              InstructionEncoding.DEFAULT,
              InstructionEncoding.parse("definition,pos:2,neg:2"),
              InstructionEncoding.parse("definition,pos:2,explanations")));

  public MixedEncoding {
    encodings = List.copyOf(encodings);
    if (encodings.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw from");
    }
  }

  @Override
  public Source encode(
      Task task, String input, ToIntFunction<String> countTokens, RandomGenerator random) {
    return encodings.get(random.nextInt(encodings.size())).encode(task, input, countTokens, random);
  }
}
