package dev.chiron.bench.init;

import dev.chiron.core.random.Seeds;
import dev.chiron.data.episodes.EpisodeOptions;
import dev.chiron.data.episodes.EpisodeSource;
import dev.chiron.data.episodes.EpisodeTask;
import dev.chiron.data.synthetic.SyntheticFamilies;
import dev.chiron.data.synthetic.SyntheticFamily;
import dev.chiron.init.corpus.Corpus;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Text of the project's own synthetic tasks, instructions with their demonstrations, a token for
 * each character: what small models are pre-trained on here.
 */
final class CharacterText {
  /** Printable ASCII from token 1, the line break behind it; anything else is token 0. */
  static final int VOCABULARY = 97;

  private static final int HELD_OUT = 8192;

  private CharacterText() {}

  /**
   * A corpus of some characters, and 8,192 that are held out.
   *
   * @param context characters of a row
   */
  static Corpus corpus(int characters, int context, Seeds seeds) {
    List<int[]> rows = Corpus.rows(codes(characters, seeds.generator("training")), context);
    List<int[]> heldOut = Corpus.rows(codes(HELD_OUT, seeds.generator("held out")), context);
    return new Corpus(rows, heldOut, context);
  }

  private static int[] codes(int characters, RandomGenerator random) {
    List<SyntheticFamily> families = SyntheticFamilies.all();
    EpisodeSource source =
        new EpisodeSource(
            "synthetic tasks",
            each -> EpisodeTask.of(families.get(each.nextInt(families.size())).draw(each)),
            new EpisodeOptions(4, 1, 0, true));
    IntStream.Builder codes = IntStream.builder();
    for (int count = 0; count < characters; ) {
      String text = source.draw(random, 400, String::length).text();
      text.chars().map(CharacterText::code).forEach(codes::add);
      count += text.length();
    }
    return codes.build().limit(characters).toArray();
  }

  private static int code(int character) {
    if (character == '\n') {
      return VOCABULARY - 1;
    }
    return character >= ' ' && character <= '~' ? character - ' ' + 1 : 0;
  }
}
