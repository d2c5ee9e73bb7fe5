package dev.chiron.data.shipped;

import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.math.BigDecimal;
import java.util.List;
import java.util.random.RandomGenerator;

/** An amount in one unit to the same amount in a smaller unit of the decimal system, exactly. */
final class UnitConversion implements TaskSource {
  private record Unit(String from, String to, int factor) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit("km", "m", 1000),
          new Unit("m", "cm", 100),
          new Unit("cm", "mm", 10),
          new Unit("m", "mm", 1000),
          new Unit("kg", "g", 1000),
          new Unit("t", "kg", 1000),
          new Unit("g", "mg", 1000),
          new Unit("l", "ml", 1000),
          new Unit("s", "ms", 1000),
          new Unit("kB", "B", 1000),
          new Unit("kW", "W", 1000),
          new Unit("euro", "cent", 100));
  private static final List<String> FRAMES =
      List.of(
          "$ in %",
          "$ to %",
          "convert $ to %",
          "$ = ? %",
          "how many % are $?",
          "what is $ in %?",
          "express $ as %",
          "$, please in %");

  @Override
  public String name() {
    return "unit-conversion";
  }

  @Override
  public String instruction() {
    return "Convert the amount to the unit asked for. Answer with the number and the unit.";
  }

  @Override
  public String category() {
    return "arithmetic";
  }

  @Override
  public Example draw(int turn, boolean heldOut, RandomGenerator random) {
    Unit unit = Grammar.pick(UNITS, random);
    BigDecimal amount = BigDecimal.valueOf(1 + random.nextInt(99));
    if (random.nextInt(4) == 0) {
      amount = amount.add(new BigDecimal("0.5"));
    }
    String input =
        HeldOut.pick(FRAMES, heldOut, random)
            .replace("%", unit.to())
            .replace("$", amount.toPlainString() + " " + unit.from());
    BigDecimal converted = amount.multiply(BigDecimal.valueOf(unit.factor())).stripTrailingZeros();
    return Example.of(input, converted.toPlainString() + " " + unit.to());
  }
}
