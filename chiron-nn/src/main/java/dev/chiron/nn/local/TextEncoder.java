package dev.chiron.nn.local;

import dev.chiron.core.error.ModelException;
import dev.chiron.core.prompt.Prompt;
import dev.chiron.nn.tokenizer.Tokenizer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prompts as the tokens that a base model continues, or that an encoder-decoder reads.
 *
 * @param beginning tokens that every text starts with
 * @param marked whether the tokenizer's own marks are put around a prompt
 */
record TextEncoder(Tokenizer tokenizer, List<Integer> beginning, boolean marked) {
  /** For a model that continues texts. */
  TextEncoder(Tokenizer tokenizer, List<Integer> beginning) {
    this(tokenizer, beginning, false);
  }

  /** For a model that reads whole texts. */
  static TextEncoder marked(Tokenizer tokenizer) {
    return new TextEncoder(tokenizer, List.of(), true);
  }

  /**
   * The tokens of a prompt. An empty prompt is the end of the text before.
   *
   * @throws ModelException if it is empty and there is no token for that
   */
  int[] prompt(Prompt prompt) {
    int[] text =
        marked
            ? tokenizer.encodeAllMarked(List.of(text(prompt))).getFirst()
            : tokenizer.encode(text(prompt));
    int[] all =
        IntStream.concat(beginning.stream().mapToInt(Integer::intValue), IntStream.of(text))
            .toArray();
    if (all.length > 0) {
      return all;
    }
    return new int[] {
      tokenizer.endOfText().orElseThrow(() -> new ModelException("an empty prompt has no tokens"))
    };
  }

  /** The text of a prompt, as {@link Transcript} has it. */
  static String text(Prompt prompt) {
    return Transcript.of(prompt);
  }
}
