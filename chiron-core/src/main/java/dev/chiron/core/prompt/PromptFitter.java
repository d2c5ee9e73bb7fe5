package dev.chiron.core.prompt;

import dev.chiron.core.task.Demonstration;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Makes prompts that fit a token limit by leaving out whole demonstrations. Those farthest from the
 * query, the first in the list, go first; the instruction and the query are never cut.
 *
 * @param template how a prompt is laid out
 * @param counter tokens of a text
 * @param limit the most tokens that a prompt may have
 */
public record PromptFitter(PromptTemplate template, ToIntFunction<String> counter, int limit) {
  /** What a chat template adds to a message; the common ones take three to five tokens. */
  private static final int TOKENS_AROUND_MESSAGE = 5;

  /** A limit that every prompt keeps: for a model whose context length is unknown. */
  public static final int NO_LIMIT = Integer.MAX_VALUE;

  /**
   * A prompt that fits.
   *
   * @param demonstrations those that are shown
   */
  public record Fitted(Prompt prompt, List<Demonstration> demonstrations) {
    public Fitted {
      demonstrations = List.copyOf(demonstrations);
    }
  }

  /**
   * Keeps as many of the last demonstrations as fit.
   *
   * @throws QueryTooLong if the prompt does not fit without any
   */
  public Fitted fit(String instruction, List<Demonstration> demonstrations, String query) {
    Prompt whole = template.render(instruction, demonstrations, query);
    if (limit == NO_LIMIT || tokens(whole) <= limit) {
      return new Fitted(whole, demonstrations);
    }
    // Tokens grow with every demonstration, so the longest suffix that fits is found by halving.
    int fewest = 0;
    int tooMany = demonstrations.size();
    while (fewest + 1 < tooMany) {
      int middle = (fewest + tooMany) >>> 1;
      if (tokens(template.render(instruction, last(demonstrations, middle), query)) <= limit) {
        fewest = middle;
      } else {
        tooMany = middle;
      }
    }
    List<Demonstration> kept = last(demonstrations, fewest);
    Prompt prompt = template.render(instruction, kept, query);
    int tokens = tokens(prompt);
    if (tokens > limit) {
      throw new QueryTooLong(tokens, limit);
    }
    return new Fitted(prompt, kept);
  }

  /** Tokens of a prompt; for a chat with an allowance for what the chat template adds. */
  public int tokens(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Plain plain -> counter.applyAsInt(plain.text());
      case Prompt.Chat chat ->
          chat.messages().stream()
              .mapToInt(message -> counter.applyAsInt(message.text()) + TOKENS_AROUND_MESSAGE)
              .sum();
    };
  }

  private static List<Demonstration> last(List<Demonstration> demonstrations, int count) {
    return demonstrations.subList(demonstrations.size() - count, demonstrations.size());
  }
}
