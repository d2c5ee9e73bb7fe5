package dev.chiron.testkit.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An object with five attributes of three values each, as a sentence.
 *
 * @param index which of the 243: the values are its digits to base 3
 */
public record Item(int index) {
  static final List<String> ATTRIBUTES = List.of("colour", "size", "shape", "material", "place");

  static final List<List<String>> VALUES =
      List.of(
          List.of("red", "green", "blue"),
          List.of("small", "medium", "large"),
          List.of("round", "square", "oval"),
          List.of("wood", "glass", "wool"),
          List.of("shelf", "table", "floor"));

  /** How many there are. */
  public static final int COUNT = 243;

  public Item {
    if (index < 0 || index >= COUNT) {
      throw new IllegalArgumentException("an item's index is in [0, 243), not " + index);
    }
  }

  /** The value of an attribute, both from 0. */
  public int value(int attribute) {
    int rest = index;
    for (int i = 0; i < attribute; i++) {
      rest /= 3;
    }
    return rest % 3;
  }

  public String sentence() {
    return "The object is %s, %s, %s, made of %s and lies on the %s."
        .formatted(word(0), word(1), word(2), word(3), word(4));
  }

  /** The item of a sentence that names exactly one value of each attribute. */
  public static Optional<Item> parse(String sentence) {
    List<String> words = List.of(sentence.toLowerCase(java.util.Locale.ROOT).split("[^a-z]+"));
    int index = 0;
    for (int attribute = ATTRIBUTES.size() - 1; attribute >= 0; attribute--) {
      List<Integer> found = new ArrayList<>();
      for (int value = 0; value < 3; value++) {
        if (words.contains(VALUES.get(attribute).get(value))) {
          found.add(value);
        }
      }
      if (found.size() != 1) {
        return Optional.empty();
      }
      index = 3 * index + found.getFirst();
    }
    return Optional.of(new Item(index));
  }

  private String word(int attribute) {
    return VALUES.get(attribute).get(value(attribute));
  }
}
