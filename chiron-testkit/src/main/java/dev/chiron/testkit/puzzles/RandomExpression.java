package dev.chiron.testkit.puzzles;

import dev.chiron.core.random.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;

/** Expressions of four numbers, drawn at random: order, operators and brackets. */
final class RandomExpression {
  static final char[] OPERATORS = {'+', '-', '*', '/'};

  private static final List<String> SHAPES =
      List.of(
          "((%s %s %s) %s %s) %s %s",
          "(%s %s (%s %s %s)) %s %s",
          "(%s %s %s) %s (%s %s %s)",
          "%s %s ((%s %s %s) %s %s)",
          "%s %s (%s %s (%s %s %s))");

  private RandomExpression() {}

  static String of(List<String> numbers, RandomGenerator random) {
    List<String> order = Seeds.shuffled(numbers, random);
    return SHAPES
        .get(random.nextInt(SHAPES.size()))
        .formatted(
            order.get(0),
            operator(random),
            order.get(1),
            operator(random),
            order.get(2),
            operator(random),
            order.get(3));
  }

  private static char operator(RandomGenerator random) {
    return OPERATORS[random.nextInt(OPERATORS.length)];
  }
}
