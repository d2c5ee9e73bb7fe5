package dev.chiron.code.pragmatic;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A small language whose programs accept or refuse texts, and which a listener and a speaker can
 * learn: regular expressions, or a language of one's own. Programs are equal when they are written
 * alike.
 */
public interface ProgramDomain<P> extends Acceptance<P> {
  /** How many program tokens there are; the end of a program is none of them. */
  int vocabulary();

  /** The most tokens of a program. */
  int longestProgram();

  /** A program's tokens, each from 0 to {@link #vocabulary} - 1. */
  int[] tokens(P program);

  /** The program of some tokens; empty if they are none. */
  Optional<P> parse(int[] tokens);

  /** The characters of which texts are made. */
  String alphabet();

  /** The most characters of a text. */
  int longestText();

  /** A program at random, for training. */
  P draw(RandomGenerator random);

  /** A text at random that a program accepts, or refuses; empty if there is none to be found. */
  Optional<String> example(P program, boolean accepted, RandomGenerator random);

  /** A fair coin's label with a text of that label, or of the other where there is none. */
  default LabelledText randomExample(P program, RandomGenerator random) {
    boolean positive = random.nextBoolean();
    return example(program, positive, random)
        .map(text -> new LabelledText(text, positive))
        .or(
            () ->
                example(program, !positive, random).map(text -> new LabelledText(text, !positive)))
        .orElseThrow(() -> new IllegalArgumentException("a program without any text: " + program));
  }

  /** Different random examples, at most so many. */
  default List<LabelledText> randomExamples(P program, int count, RandomGenerator random) {
    LinkedHashSet<LabelledText> examples = new LinkedHashSet<>();
    for (int tries = 0; examples.size() < count && tries < 20 * count; tries++) {
      examples.add(randomExample(program, random));
    }
    return List.copyOf(examples);
  }
}
