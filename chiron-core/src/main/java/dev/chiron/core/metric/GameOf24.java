package dev.chiron.core.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The game of 24: right is an expression of {@code + - * / ( )} that uses each given number exactly
 * once and equals the target. It is parsed and computed in exact fractions, never evaluated as a
 * program.
 *
 * <p>A reference is the given numbers, such as {@code 3 3 8 8}. {@code x}, {@code ×} and {@code ÷}
 * are read as operators, and what follows an equals sign is overlooked.
 *
 * @param target what the expression must equal
 */
public record GameOf24(int target) implements Metric {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  @Override
  public String name() {
    return "game-of-24";
  }

  @Override
  public double score(Answered answer) {
    return answer.references().stream().anyMatch(numbers -> solves(answer.output(), numbers))
        ? 1
        : 0;
  }

  /** Whether an expression makes the target of the numbers. */
  public boolean solves(String expression, String numbers) {
    List<Long> given = new ArrayList<>();
    NUMBER.matcher(numbers).results().forEach(match -> given.add(Long.parseLong(match.group())));
    Optional<Expression> read = Expression.read(expression);
    return read.isPresent()
        && read.get().numbers().stream().sorted().toList().equals(given.stream().sorted().toList())
        && read.get().value().equals(Optional.of(new Fraction(target, 1)));
  }
}
