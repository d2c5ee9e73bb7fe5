package dev.chiron.data.shipped;

import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.data.grammar.Grammar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** A Java identifier to a column name; test alone uses the last quarter of the words. */
final class CamelToSnake implements TaskSource {
  private static final List<String> WORDS =
      Grammar.words(
          """
          max min user order item total count name date time file path line size page text word
          first last next start end index key value list map node tree row column table field type
          code flag state status level group role team mail phone city street zip price tax rate
          sum unit stock cart shop bank card token hash seed salt host port proxy cache queue topic
          event timer clock delay retry limit buffer block chunk frame pixel image color font
          width height depth offset left right top bottom parent child owner author title label
          query result error message log trace batch job task worker thread lock
          window button menu panel theme locale region country address customer invoice product
          """);

  @Override
  public String name() {
    return "camel-to-snake";
  }

  @Override
  public String instruction() {
    return "Turn the Java identifier from camel case into snake case, all in lower case.";
  }

  /** Not exact match: that overlooks punctuation, which is what this task is about. */
  @Override
  public MetricSpec metric() {
    return MetricSpec.ACCURACY;
  }

  @Override
  public String category() {
    return "format conversion";
  }

  @Override
  public Example draw(int turn, boolean heldOut, RandomGenerator random) {
    int count = 2 + random.nextInt(10) / 6;
    List<String> words = new ArrayList<>();
    while (words.size() < count) {
      String word = HeldOut.pick(WORDS, heldOut && words.isEmpty(), random);
      if (!words.contains(word)) {
        words.add(word);
      }
    }
    boolean type = random.nextInt(4) == 0;
    StringBuilder camel = new StringBuilder();
    for (String word : words) {
      boolean lower = camel.isEmpty() && !type;
      camel.append(
          lower ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return Example.of(camel.toString(), String.join("_", words));
  }
}
