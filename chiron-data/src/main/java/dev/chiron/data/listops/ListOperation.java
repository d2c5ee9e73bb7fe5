package dev.chiron.data.listops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One task of the world: choose a symbol of a list of six, and transform it. Symbols are the
 * letters a to l, apart by spaces.
 */
public record ListOperation(Selector selector, Transform transform) {
  static final int SYMBOLS = 12;
  static final int LENGTH = 6;

  /** Ways of saying the same, of at most eight words each. */
  private static final List<String> PATTERNS =
      List.of("%1$s symbol : %2$s", "choose the %1$s , answer %2$s", "find %1$s , then %2$s");

  /** How many ways there are of saying what to do. */
  public static final int PARAPHRASES = PATTERNS.size();

  /** All 64, selector by selector. */
  public static List<ListOperation> all() {
    List<ListOperation> all = new ArrayList<>();
    for (Selector selector : Selector.values()) {
      for (Transform transform : Transform.values()) {
        all.add(new ListOperation(selector, transform));
      }
    }
    return List.copyOf(all);
  }

  public String name() {
    return selector.word() + "-" + transform.word();
  }

  /** One of six: where the symbol stands, and how many are answered. */
  public String category() {
    return selector.family() + " " + transform.family();
  }

  /**
   * What to do, in words.
   *
   * @param paraphrase from 0 to {@link #PARAPHRASES} - 1
   */
  public String definition(int paraphrase) {
    return PATTERNS.get(paraphrase).formatted(selector.word(), transform.word());
  }

  /** A list of six symbols, each drawn by itself. */
  static String draw(RandomGenerator random) {
    return text(random.ints(LENGTH, 0, SYMBOLS).toArray());
  }

  /** The answer for a list. */
  public String answer(String input) {
    return text(transform.of(selector.of(symbols(input))));
  }

  /** The symbol that is chosen of a list. */
  String chosen(String input) {
    return text(new int[] {selector.of(symbols(input))});
  }

  private static int[] symbols(String input) {
    return Arrays.stream(input.split(" ")).mapToInt(symbol -> symbol.charAt(0) - 'a').toArray();
  }

  private static String text(int[] indices) {
    return IntStream.of(indices)
        .mapToObj(index -> String.valueOf((char) ('a' + index)))
        .collect(Collectors.joining(" "));
  }
}
