package dev.chiron.testkit.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An item with its right label, as a question shows it: {@code Label:} wins over {@code Output:}.
 */
record Pair(Item item, int label) {
  private static final Pattern SHOWN =
      Pattern.compile("Input: (.*)(?:\\RPrompt: .*)?\\ROutput: ?(.*)(?:\\RLabel: (.*))?");

  static List<Pair> find(String text) {
    List<Pair> pairs = new ArrayList<>();
    Matcher matcher = SHOWN.matcher(text);
    while (matcher.find()) {
      Optional<Item> item = Item.parse(matcher.group(1));
      String label = matcher.group(3) == null ? matcher.group(2) : matcher.group(3);
      int number = RuleWorld.LABELS.indexOf(label.strip());
      if (item.isPresent() && number >= 0) {
        pairs.add(new Pair(item.get(), number));
      }
    }
    return pairs;
  }
}
