package dev.chiron.bench.init;

import dev.chiron.core.error.InputException;
import dev.chiron.init.corpus.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Tiny-Shakespeare, 1.1 million characters of plays, a token for each: what small models are
 * pre-trained on here.
 */
final class CharacterText {
  /** Printable ASCII from token 1, the line break behind it; anything else is token 0. */
  static final int VOCABULARY = 97;

  /** Characters at the end that are held out. */
  private static final int HELD_OUT = 16_384;

  private static final Path FILE = Path.of("..", "shared", "data", "text", "tinyshakespeare.txt");

  private CharacterText() {}

  /**
   * The plays in rows.
   *
   * @param root where Chiron is installed; the text lies beside it, as for the shipped model
   * @param context characters of a row
   * @throws InputException if the text is not there
   */
  static Corpus corpus(Path root, int context) {
    Path file = root.toAbsolutePath().resolve(FILE).normalize();
    try {
      int[] codes = Files.readString(file).chars().map(CharacterText::code).toArray();
      int kept = codes.length - HELD_OUT;
      List<int[]> rows = Corpus.rows(Arrays.copyOf(codes, kept), context);
      return new Corpus(
          rows, Corpus.rows(Arrays.copyOfRange(codes, kept, codes.length), context), context);
    } catch (IOException e) {
      throw InputException.in(file, "cannot be read: put tiny-Shakespeare there, a public text");
    }
  }

  private static int code(int character) {
    if (character == '\n') {
      return VOCABULARY - 1;
    }
    return character >= ' ' && character <= '~' ? character - ' ' + 1 : 0;
  }
}
