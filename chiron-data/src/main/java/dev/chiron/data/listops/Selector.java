package dev.chiron.data.listops;

import java.util.Arrays;
import java.util.Locale;

/** Which symbol of a list is chosen. */
public enum Selector {
  FIRST("front"),
  SECOND("front"),
  THIRD("front"),
  FOURTH("back"),
  FIFTH("back"),
  LAST("back"),
  SMALLEST("order"),
  LARGEST("order");

  private final String family;

  Selector(String family) {
    this.family = family;
  }

  /** The word that definitions use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String family() {
    return family;
  }

  /** The chosen one of six symbols. */
  int of(int[] symbols) {
    return switch (this) {
      case FIRST -> symbols[0];
      case SECOND -> symbols[1];
      case THIRD -> symbols[2];
      case FOURTH -> symbols[3];
      case FIFTH -> symbols[4];
      case LAST -> symbols[symbols.length - 1];
      case SMALLEST -> Arrays.stream(symbols).min().orElseThrow();
      case LARGEST -> Arrays.stream(symbols).max().orElseThrow();
    };
  }
}
