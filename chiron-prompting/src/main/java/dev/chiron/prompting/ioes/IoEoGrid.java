package dev.chiron.prompting.ioes;

import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Every instruction optimiser with every exemplar optimiser: which part of the prompt helps on a
 * task. The search for instructions is done once for a row.
 *
 * @param cells by row
 */
public record IoEoGrid(List<Cell> cells) {
  public IoEoGrid {
    cells = List.copyOf(cells);
  }

  /**
   * One combination.
   *
   * @param evaluations full passes that its two searches spent
   */
  public record Cell(
      String instructions, String exemplars, PromptCandidate candidate, double evaluations) {}

  /** Fills the grid. */
  public static IoEoGrid run(
      PromptCandidate start,
      Workbench bench,
      List<InstructionOptimizer> rows,
      List<ExemplarOptimizer> columns,
      BudgetSplit split,
      int k,
      int poolSamples) {
    List<Cell> cells = new ArrayList<>();
    for (InstructionOptimizer row : rows) {
      EvaluationBudget first = bench.passes(split.instructions());
      PromptCandidate instruction = row.improve(start, bench, first);
      for (ExemplarOptimizer column : columns) {
        EvaluationBudget second = bench.passes(column.searches() ? split.exemplars() : 0);
        PromptCandidate found =
            new ExemplarStage(column, k, poolSamples, true).improve(instruction, bench, second);
        cells.add(new Cell(row.name(), column.name(), found, first.spent() + second.spent()));
      }
    }
    return new IoEoGrid(cells);
  }

  /** The cell of a combination. */
  public Cell cell(String instructions, String exemplars) {
    return cells.stream()
        .filter(c -> c.instructions().equals(instructions) && c.exemplars().equals(exemplars))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no cell " + instructions + " with " + exemplars));
  }

  /** The grid as CSV, with the scores that a caller has for its cells. */
  public String csv(ToDoubleFunction<PromptCandidate> score) {
    StringBuilder text = new StringBuilder("instructions,exemplars,score,evaluations\n");
    for (Cell cell : cells) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%.4f,%.2f%n",
              cell.instructions(),
              cell.exemplars(),
              score.applyAsDouble(cell.candidate()),
              cell.evaluations()));
    }
    return text.toString();
  }
}
