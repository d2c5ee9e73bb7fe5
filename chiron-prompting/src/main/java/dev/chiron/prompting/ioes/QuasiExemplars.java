package dev.chiron.prompting.ioes;

import dev.chiron.core.task.Example;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Exemplars in disguise: examples of which an instruction repeats a run of words. Good searched
 * instructions often have them, and their score on those examples says nothing.
 */
public final class QuasiExemplars {
  /** A run of this many words is seldom shared by chance. */
  private static final int RUN = 5;

  private QuasiExemplars() {}

  /**
   * The places of the examples that the instruction quotes: five words, or all of a shorter one.
   */
  public static List<Integer> in(String instruction, List<Example> examples) {
    List<String> words = words(instruction);
    return IntStream.range(0, examples.size())
        .filter(i -> quotes(words, words(examples.get(i).input())))
        .boxed()
        .toList();
  }

  private static boolean quotes(List<String> instruction, List<String> input) {
    int run = Math.min(RUN, input.size());
    if (run == 0) {
      return false;
    }
    Set<List<String>> runs = new HashSet<>();
    for (int i = 0; i + run <= instruction.size(); i++) {
      runs.add(instruction.subList(i, i + run));
    }
    return IntStream.rangeClosed(0, input.size() - run)
        .anyMatch(i -> runs.contains(input.subList(i, i + run)));
  }

  private static List<String> words(String text) {
    return List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")).stream()
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
