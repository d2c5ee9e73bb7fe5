package dev.chiron.core.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An arithmetic expression over whole numbers, read by recursive descent.
 *
 * @param numbers as they stand in it, from left to right
 * @param value empty for a division by zero or a value out of range
 */
record Expression(List<Long> numbers, Optional<Fraction> value) {
  /** Deeper nesting than this is no answer to a puzzle. */
  private static final int MOST_DEPTH = 32;

  /** Digits of a number that is read; with these, sums and products of several stay in range. */
  private static final int MOST_DIGITS = 9;

  /** The expression before an equals sign; empty if the text is none. */
  static Optional<Expression> read(String text) {
    String left = text.strip().split("=", 2)[0];
    Reader reader = new Reader(left.replace('×', '*').replace('x', '*').replace('÷', '/'));
    try {
      Optional<Fraction> value = reader.sum(0);
      return reader.atEnd()
          ? Optional.of(new Expression(List.copyOf(reader.numbers), value))
          : Optional.empty();
    } catch (NoExpression e) {
      return Optional.empty();
    }
  }

  /** The text is no expression. */
  private static final class NoExpression extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Reader {
    final List<Long> numbers = new ArrayList<>();
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    Optional<Fraction> sum(int depth) {
      Optional<Fraction> left = product(depth);
      while (true) {
        char operator = peek();
        if (operator != '+' && operator != '-') {
          return left;
        }
        at++;
        left = combined(left, product(depth), operator);
      }
    }

    private Optional<Fraction> product(int depth) {
      Optional<Fraction> left = atom(depth);
      while (true) {
        char operator = peek();
        if (operator != '*' && operator != '/') {
          return left;
        }
        at++;
        left = combined(left, atom(depth), operator);
      }
    }

    private Optional<Fraction> atom(int depth) {
      if (depth > MOST_DEPTH) {
        throw new NoExpression();
      }
      if (peek() == '(') {
        at++;
        Optional<Fraction> inside = sum(depth + 1);
        if (peek() != ')') {
          throw new NoExpression();
        }
        at++;
        return inside;
      }
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (at == start || at - start > MOST_DIGITS) {
        throw new NoExpression();
      }
      long number = Long.parseLong(text.substring(start, at));
      numbers.add(number);
      return Optional.of(new Fraction(number, 1));
    }

    private static Optional<Fraction> combined(
        Optional<Fraction> left, Optional<Fraction> right, char operator) {
      if (left.isEmpty() || right.isEmpty()) {
        return Optional.empty();
      }
      Fraction a = left.get();
      Fraction b = right.get();
      try {
        return switch (operator) {
          case '+' -> Optional.of(a.plus(b));
          case '-' -> Optional.of(a.minus(b));
          case '*' -> Optional.of(a.times(b));
          default -> a.over(b);
        };
      } catch (ArithmeticException e) {
        return Optional.empty();
      }
    }

    boolean atEnd() {
      return peek() == 0;
    }

    /** The next character that is no white space; 0 at the end. */
    private char peek() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return at < text.length() ? text.charAt(at) : 0;
    }
  }
}
