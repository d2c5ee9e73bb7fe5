package dev.chiron.testkit.puzzles;

import dev.chiron.core.metric.GameOf24;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How well a puzzle is solved in the head.
 *
 * @param trials random expressions tried for the game of 24; a random expression hits with a mean
 *     probability of 0.0063
 * @param slip of an arithmetic operation
 * @param swap of two neighbours in a sorted list
 */
record Skill(int trials, double slip, double swap) {
  static final Skill PLAIN = new Skill(4, 0.04, 0.015);
  static final Skill EXPERT = new Skill(8, 0.04, 0.015);
  static final Skill STEP_BY_STEP = new Skill(16, 0.02, 0.015);
  static final Skill DIALOGUE = new Skill(40, 0.02, 0.015);

  private static final GameOf24 GAME = new GameOf24(24);
  private static final int OPERATIONS_OF_24 = 3;

  /** An answer, right or wrong. */
  String solve(Question question, RandomGenerator random) {
    return switch (question.kind()) {
      case ARITHMETIC -> Long.toString(SlippingArithmetic.slipping(question.text(), slip, random));
      case SORTING -> sorted(question.text(), random);
      case GAME_OF_24 -> {
        List<String> numbers = List.of(question.text().split(" "));
        String tried = "";
        for (int trial = 0; trial < trials; trial++) {
          tried = RandomExpression.of(numbers, random);
          if (GAME.solves(tried, question.text())) {
            yield tried;
          }
        }
        yield tried;
      }
    };
  }

  /** Whether an answer seems right after it was computed again. */
  boolean agrees(Question question, String answer, RandomGenerator random) {
    if (question.kind() != Puzzle.Kind.GAME_OF_24) {
      return solve(question, random).equals(answer);
    }
    boolean slipped = random.nextDouble() >= Math.pow(1 - slip, OPERATIONS_OF_24);
    return GAME.solves(answer, question.text()) != slipped;
  }

  private String sorted(String words, RandomGenerator random) {
    List<String> order = new ArrayList<>(List.of(words.split(" ")));
    Collections.sort(order);
    for (int i = 0; i + 1 < order.size(); i++) {
      if (random.nextDouble() < swap) {
        Collections.swap(order, i, i + 1);
      }
    }
    return String.join(" ", order);
  }
}
