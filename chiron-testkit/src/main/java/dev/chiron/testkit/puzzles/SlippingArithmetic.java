package dev.chiron.testkit.puzzles;

import java.util.random.RandomGenerator;

/**
 * Computes {@code ((a + b * c - d) * (e - f + g * h))} in the usual order of operations, with a
 * chance of a slip at each operation: its result is then off by 1 to 9.
 */
final class SlippingArithmetic {
  private static final char[] OPERATORS = {'+', '-', '*'};
  private static final int LARGEST_SLIP = 9;

  private final String text;
  private final RandomGenerator random;
  private final double slip;
  private int at;

  private SlippingArithmetic(String text, RandomGenerator random, double slip) {
    this.text = text.replace(" ", "").replace("=", "");
    this.random = random;
    this.slip = slip;
  }

  static char operator(RandomGenerator random) {
    return OPERATORS[random.nextInt(OPERATORS.length)];
  }

  static long exact(String text) {
    return new SlippingArithmetic(text, () -> 0, 0).sum();
  }

  static long slipping(String text, double slip, RandomGenerator random) {
    return new SlippingArithmetic(text, random, slip).sum();
  }

  private long sum() {
    long left = product();
    while (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
      char operator = text.charAt(at++);
      long right = product();
      left = slipped(operator == '+' ? left + right : left - right);
    }
    return left;
  }

  private long product() {
    long left = atom();
    while (at < text.length() && text.charAt(at) == '*') {
      at++;
      left = slipped(left * atom());
    }
    return left;
  }

  private long atom() {
    if (text.charAt(at) == '(') {
      at++;
      long inside = sum();
      at++;
      return inside;
    }
    int start = at++;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    return Long.parseLong(text.substring(start, at));
  }

  private long slipped(long result) {
    if (slip == 0 || random.nextDouble() >= slip) {
      return result;
    }
    int off = random.nextInt(1, LARGEST_SLIP + 1);
    return random.nextBoolean() ? result + off : result - off;
  }
}
