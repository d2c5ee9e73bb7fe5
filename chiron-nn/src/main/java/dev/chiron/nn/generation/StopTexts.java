package dev.chiron.nn.generation;

import dev.chiron.nn.tokenizer.Tokenizer;
import java.util.List;

/**
 * Ends a completion as soon as it holds one of some texts, which can begin or end within a token.
 *
 * @param stops none for no end
 */
public record StopTexts(Tokenizer tokenizer, List<String> stops) implements StopRule {
  public StopTexts {
    stops = List.copyOf(stops);
    if (stops.contains("")) {
      throw new IllegalArgumentException("an empty stop text would end every completion");
    }
  }

  @Override
  public boolean stops(int row, int[] tokens) {
    return !stops.isEmpty() && find(tokenizer.decode(tokens)) >= 0;
  }

  /** Where the first stop text begins; -1 if there is none. */
  public int find(String text) {
    return stops.stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
  }

  /** The text before the first stop text. */
  public String cut(String text) {
    int at = find(text);
    return at < 0 ? text : text.substring(0, at);
  }

  /** How many characters at the end of a text can be the start of a stop text. */
  int undecided(String text) {
    int most = 0;
    for (String stop : stops) {
      int length = Math.min(stop.length() - 1, text.length());
      while (length > most && !text.endsWith(stop.substring(0, length))) {
        length--;
      }
      most = Math.max(most, length);
    }
    return most;
  }
}
