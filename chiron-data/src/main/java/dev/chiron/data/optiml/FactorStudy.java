package dev.chiron.data.optiml;

import dev.chiron.core.run.Steps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;

/**
 * One decision varied at a time, everything else equal (OPT-IML, section 4): for each factor the
 * value with the best mean over levels and numbers of demonstrations.
 */
public record FactorStudy(List<Cell> cells) {
  /** One run: a factor with one of its values. */
  public record Cell(String factor, String value, LevelReport report) {}

  public FactorStudy {
    cells = List.copyOf(cells);
  }

  /**
   * Runs every value of every factor.
   *
   * @param train trains with this value and measures; every run must take as many steps
   * @param steps where finished cells are remembered
   */
  public static FactorStudy of(
      SequencedMap<String, List<String>> factors,
      BiFunction<String, String, LevelReport> train,
      Steps steps) {
    List<Cell> cells = new ArrayList<>();
    factors.forEach(
        (factor, values) ->
            values.forEach(
                value ->
                    cells.add(
                        new Cell(
                            factor,
                            value,
                            steps.step(
                                "factor " + factor + " = " + value,
                                LevelReport.class,
                                () -> train.apply(factor, value))))));
    return new FactorStudy(cells);
  }

  /** The best value of each factor; of equals the first. */
  public Map<String, String> recommend() {
    Map<String, Cell> best = new LinkedHashMap<>();
    for (Cell cell : cells) {
      best.merge(cell.factor(), cell, (a, b) -> b.report().mean() > a.report().mean() ? b : a);
    }
    Map<String, String> values = new LinkedHashMap<>();
    best.forEach((factor, cell) -> values.put(factor, cell.value()));
    return values;
  }
}
