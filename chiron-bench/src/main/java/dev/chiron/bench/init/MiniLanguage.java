package dev.chiron.bench.init;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Files of a small language in which every line of a function can be told from both of its sides:
 * after the body, comments restate the lines in prefix notation and reverse order.
 *
 * <pre>
 * f(a,k)
 * c=a+k
 * x=c*a
 * ret x
 * #*cax
 * #+akc
 * </pre>
 *
 * <p>A token for each character; token 0 ends a file.
 */
final class MiniLanguage {
  private static final String CHARACTERS = "\nabcdefghijklmnopqrstuvwxyz+-*=(),# ";
  private static final String OPERATIONS = "+-*";

  /** The tokens of characters, and the end of a file. */
  static final int TOKENS = CHARACTERS.length() + 1;

  /** A file, and where the lines of its bodies are: [from, to), without the line break. */
  record Source(String text, List<int[]> lines) {}

  private MiniLanguage() {}

  /** A file of one or two functions of three or four lines each. */
  static Source draw(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    List<int[]> places = new ArrayList<>();
    int functions = 1 + random.nextInt(2);
    for (int f = 0; f < functions; f++) {
      List<Character> free = new ArrayList<>();
      "abcdefghijklmnopqrstuvwxyz".chars().forEach(c -> free.add((char) c));
      List<Character> defined = new ArrayList<>();
      defined.add(take(free, random));
      defined.add(take(free, random));
      text.append("f(").append(defined.get(0)).append(',').append(defined.get(1)).append(")\n");
      List<String> comments = new ArrayList<>();
      int lines = 3 + random.nextInt(2);
      for (int i = 0; i < lines; i++) {
        char left = defined.get(random.nextInt(defined.size()));
        char right = defined.get(random.nextInt(defined.size()));
        char operation = OPERATIONS.charAt(random.nextInt(OPERATIONS.length()));
        char result = take(free, random);
        places.add(new int[] {text.length(), text.length() + "c=a+b".length()});
        text.append(result).append('=').append(left).append(operation).append(right).append('\n');
        comments.addFirst("#" + operation + left + right + result + "\n");
        defined.add(result);
      }
      text.append("ret ").append(defined.getLast()).append('\n');
      comments.forEach(text::append);
    }
    return new Source(text.toString(), places);
  }

  private static char take(List<Character> free, RandomGenerator random) {
    return free.remove(random.nextInt(free.size()));
  }

  /** The tokens of a text. */
  static int[] encode(String text) {
    return text.chars().map(c -> CHARACTERS.indexOf(c) + 1).toArray();
  }

  /** Files one after the other, each with its end. */
  static int[] stream(int files, RandomGenerator random) {
    return IntStream.range(0, files)
        .boxed()
        .flatMapToInt(
            _ -> IntStream.concat(IntStream.of(encode(draw(random).text())), IntStream.of(0)))
        .toArray();
  }
}
