package dev.chiron.data.synthetic;

import java.util.List;
import java.util.stream.Stream;

/** All families of synthetic tasks. */
public final class SyntheticFamilies {
  private static final List<SyntheticFamily> ALL =
      Stream.of(
              CategoryFamilies.all(),
              ListFamilies.all(),
              StringFamilies.all(),
              LookupFamilies.all(),
              NumberFamilies.all(),
              FormatFamilies.all(),
              GrammarFamilies.all(),
              SentenceFamilies.all())
          .flatMap(List::stream)
          .toList();

  private SyntheticFamilies() {}

  /** Every family, in a fixed order. */
  public static List<SyntheticFamily> all() {
    return ALL;
  }
}
