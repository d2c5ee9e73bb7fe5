package dev.chiron.data.synthetic;

import dev.chiron.data.grammar.Grammar;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** What stands between the items of a list; a task keeps to one. */
record Separator(String text) {
  private static final List<Separator> ALL =
      List.of(
          new Separator(" "),
          new Separator(" "),
          new Separator(", "),
          new Separator(", "),
          new Separator("; "),
          new Separator(" | "),
          new Separator(" / "),
          new Separator(" - "));

  static Separator draw(RandomGenerator random) {
    return Grammar.pick(ALL, random);
  }

  String join(List<String> items) {
    return String.join(text, items);
  }

  List<String> split(String list) {
    return Arrays.asList(list.split(Pattern.quote(text)));
  }
}
