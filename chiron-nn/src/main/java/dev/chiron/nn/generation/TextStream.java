package dev.chiron.nn.generation;

import dev.chiron.nn.tokenizer.Tokenizer;
import java.util.function.Consumer;

/**
 * Tells of one completion as text while it is drawn. A piece is told as soon as no later token can
 * change it: bytes of a character that is not complete wait for the rest of it, and what may be the
 * start of a stop text waits until it is none. All pieces together are the completion.
 */
public final class TextStream implements TokenListener {
  private static final String INCOMPLETE = "\uFFFD";

  /** The most characters that decode from a part of one: three bytes of four. */
  private static final int LONGEST_INCOMPLETE = 3;

  private final Tokenizer tokenizer;
  private final StopTexts stops;
  private final Consumer<String> piece;
  private int told;

  public TextStream(StopTexts stops, Consumer<String> piece) {
    this.tokenizer = stops.tokenizer();
    this.stops = stops;
    this.piece = piece;
  }

  @Override
  public boolean next(int row, int[] tokens) {
    String text = tokenizer.decode(tokens);
    if (stops.find(text) >= 0) {
      tell(stops.cut(text));
      return false;
    }
    String settled = text;
    for (int i = 0; i < LONGEST_INCOMPLETE && settled.endsWith(INCOMPLETE); i++) {
      settled = settled.substring(0, settled.length() - 1);
    }
    tell(settled.substring(0, settled.length() - stops.undecided(settled)));
    return true;
  }

  /** Tells what was held back of the whole completion, which a stop text has ended already. */
  public void finish(String completion) {
    tell(completion);
  }

  private void tell(String text) {
    if (text.length() > told) {
      piece.accept(text.substring(told));
      told = text.length();
    }
  }
}
