package dev.chiron.testkit.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * A hidden rule: if {@code attribute} has {@code value} the label is {@code first}; else if {@code
 * otherAttribute} has {@code otherValue} it is {@code second}; else it is {@code third}. All are
 * numbers from 0; the labels are a permutation of three.
 */
public record Rule(
    int attribute,
    int value,
    int otherAttribute,
    int otherValue,
    int first,
    int second,
    int third) {

  /** All 5·3·4·3·6 = 1,080 of them, always in the same order. */
  public static final List<Rule> ALL = all();

  private static final byte[][] LABELS = labels();

  /** What rule {@code i} of {@link #ALL} makes of an item, from a table. */
  public static int labelOf(int i, Item item) {
    return LABELS[i][item.index()];
  }

  /** What it makes of an item: a label's number. */
  public int label(Item item) {
    if (item.value(attribute) == value) {
      return first;
    }
    return item.value(otherAttribute) == otherValue ? second : third;
  }

  /** The clauses that say all of it. */
  public List<Clause> description() {
    return List.of(
        new Clause.Matters(attribute),
        new Clause.Matters(otherAttribute),
        new Clause.When(attribute, value, first),
        new Clause.When(otherAttribute, otherValue, second),
        new Clause.Otherwise(third));
  }

  private static byte[][] labels() {
    byte[][] table = new byte[ALL.size()][Item.COUNT];
    for (int i = 0; i < table.length; i++) {
      for (int item = 0; item < Item.COUNT; item++) {
        table[i][item] = (byte) ALL.get(i).label(new Item(item));
      }
    }
    return table;
  }

  private static List<Rule> all() {
    List<Rule> rules = new ArrayList<>();
    for (int a = 0; a < 5; a++) {
      for (int b = 0; b < 5; b++) {
        for (int values = 0; values < 9 && a != b; values++) {
          for (int labels = 0; labels < 6; labels++) {
            int first = labels / 2;
            int second = (first + 1 + labels % 2) % 3;
            rules.add(new Rule(a, values / 3, b, values % 3, first, second, 3 - first - second));
          }
        }
      }
    }
    return List.copyOf(rules);
  }
}
