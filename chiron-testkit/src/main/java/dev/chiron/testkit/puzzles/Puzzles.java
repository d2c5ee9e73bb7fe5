package dev.chiron.testkit.puzzles;

import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.random.RandomGenerator;

/** Draws puzzles. */
public final class Puzzles {
  private static final int LARGEST_NUMBER = 13;
  private static final int LARGEST_OPERAND = 9;
  private static final int FEWEST_WORDS = 10;
  private static final int MOST_WORDS = 20;
  private static final String CONSONANTS = "bdfgklmnprstvz";
  private static final String VOWELS = "aeiou";

  private Puzzles() {}

  /** Puzzles of a family, all different. */
  public static List<Puzzle> draw(Puzzle.Kind kind, int count, Seeds seeds) {
    RandomGenerator random = seeds.generator("puzzles " + kind.name().toLowerCase(Locale.ROOT));
    if (kind == Puzzle.Kind.GAME_OF_24) {
      return Seeds.sample(solvable(), count, random).stream()
          .map(numbers -> new Puzzle(kind, numbers, numbers))
          .toList();
    }
    Set<Puzzle> puzzles = new LinkedHashSet<>();
    while (puzzles.size() < count) {
      puzzles.add(kind == Puzzle.Kind.ARITHMETIC ? arithmetic(random) : sorting(random));
    }
    return List.copyOf(puzzles);
  }

  /** Every multiset of four numbers from 1 to 13 of which 24 can be made. */
  public static List<String> solvable() {
    List<String> found = new ArrayList<>();
    for (int a = 1; a <= LARGEST_NUMBER; a++) {
      for (int b = a; b <= LARGEST_NUMBER; b++) {
        for (int c = b; c <= LARGEST_NUMBER; c++) {
          for (int d = c; d <= LARGEST_NUMBER; d++) {
            if (makes24(new double[] {a, b, c, d}, 4)) {
              found.add(a + " " + b + " " + c + " " + d);
            }
          }
        }
      }
    }
    return found;
  }

  /** Joins any two of the first numbers in every way, and goes on with what there is then. */
  private static boolean makes24(double[] numbers, int count) {
    if (count == 1) {
      return Math.abs(numbers[0] - 24) < 1e-6;
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        if (i == j) {
          continue;
        }
        double[] rest = new double[count - 1];
        int kept = 0;
        for (int k = 0; k < count; k++) {
          if (k != i && k != j) {
            rest[kept++] = numbers[k];
          }
        }
        for (char operator : RandomExpression.OPERATORS) {
          rest[kept] = joined(numbers[i], operator, numbers[j]);
          if (Double.isFinite(rest[kept]) && makes24(rest, count - 1)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static double joined(double left, char operator, double right) {
    return switch (operator) {
      case '+' -> left + right;
      case '-' -> left - right;
      case '*' -> left * right;
      default -> left / right;
    };
  }

  private static Puzzle arithmetic(RandomGenerator random) {
    String text =
        "((%s) %s (%s)) ="
            .formatted(four(random), SlippingArithmetic.operator(random), four(random));
    return new Puzzle(Puzzle.Kind.ARITHMETIC, text, Long.toString(SlippingArithmetic.exact(text)));
  }

  private static String four(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      text.append(i == 0 ? "" : " " + SlippingArithmetic.operator(random) + " ");
      text.append(random.nextInt(-LARGEST_OPERAND, LARGEST_OPERAND + 1));
    }
    return text.toString();
  }

  private static Puzzle sorting(RandomGenerator random) {
    Set<String> words = new LinkedHashSet<>();
    int count = random.nextInt(FEWEST_WORDS, MOST_WORDS + 1);
    while (words.size() < count) {
      words.add(word(random));
    }
    StringJoiner sorted = new StringJoiner(" ");
    words.stream().sorted().forEach(sorted::add);
    return new Puzzle(
        Puzzle.Kind.SORTING,
        "Sort the following words alphabetically: List: " + String.join(" ", words),
        sorted.toString());
  }

  private static String word(RandomGenerator random) {
    StringBuilder word = new StringBuilder();
    int syllables = random.nextInt(1, 4);
    for (int i = 0; i < syllables; i++) {
      word.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())));
      word.append(VOWELS.charAt(random.nextInt(VOWELS.length())));
    }
    return word.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length()))).toString();
  }
}
