package dev.chiron.data.listops;

/** What is answered for the chosen symbol, whose index is from 0 to 11. */
public enum Transform {
  COPY("copy", "single"),
  NEXT("next", "single"),
  PREVIOUS("previous", "single"),
  SKIP("skip", "single"),
  MIRROR("mirror", "single"),
  TWICE("twice", "double"),
  WITH_NEXT("with-next", "double"),
  WITH_A("with-a", "double");

  private final String word;
  private final String family;

  Transform(String word, String family) {
    this.word = word;
    this.family = family;
  }

  /** The word that definitions use. */
  public String word() {
    return word;
  }

  String family() {
    return family;
  }

  /** The indices of the answer's symbols. */
  int[] of(int index) {
    int size = ListOperation.SYMBOLS;
    return switch (this) {
      case COPY -> new int[] {index};
      case NEXT -> new int[] {(index + 1) % size};
      case PREVIOUS -> new int[] {(index + size - 1) % size};
      case SKIP -> new int[] {(index + 2) % size};
      case MIRROR -> new int[] {size - 1 - index};
      case TWICE -> new int[] {index, index};
      case WITH_NEXT -> new int[] {index, (index + 1) % size};
      case WITH_A -> new int[] {index, 0};
    };
  }
}
