package dev.chiron.core.metric;

import java.util.Optional;

/**
 * A fraction in lowest terms with a denominator above 0.
 *
 * @throws ArithmeticException where a result leaves the range of {@code long}
 */
record Fraction(long numerator, long denominator) {
  Fraction {
    long divisor = gcd(numerator, denominator) * (denominator < 0 ? -1 : 1);
    numerator /= divisor;
    denominator /= divisor;
  }

  Fraction plus(Fraction other) {
    return new Fraction(
        Math.addExact(
            Math.multiplyExact(numerator, other.denominator),
            Math.multiplyExact(other.numerator, denominator)),
        Math.multiplyExact(denominator, other.denominator));
  }

  Fraction minus(Fraction other) {
    return plus(new Fraction(Math.negateExact(other.numerator), other.denominator));
  }

  Fraction times(Fraction other) {
    return new Fraction(
        Math.multiplyExact(numerator, other.numerator),
        Math.multiplyExact(denominator, other.denominator));
  }

  /** The quotient; empty for a division by zero. */
  Optional<Fraction> over(Fraction other) {
    return other.numerator == 0 ? Optional.empty() : Optional.of(times(other.inverse()));
  }

  private Fraction inverse() {
    return new Fraction(/* numerator= */ denominator, /* denominator= */ numerator);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? Math.max(1, Math.abs(a)) : gcd(b, a % b);
  }
}
