package dev.chiron.prompting.ioes;

import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptStage;
import dev.chiron.prompting.search.Workbench;

/**
 * Instructions and exemplars one after the other, each stage with its own evaluations. It is no
 * method of its own: stages compose, and each begins with what the one before it found.
 *
 * @param order which comes first; the paper searches for instructions first
 */
public record TwoStageOptimizer(
    InstructionOptimizer instructions, ExemplarStage exemplars, BudgetSplit split, Order order) {
  /** Which stage is first. */
  public enum Order {
    INSTRUCTIONS_FIRST,
    EXEMPLARS_FIRST
  }

  /**
   * What the stages found.
   *
   * @param afterFirst what the first stage made of the start
   * @param best what the second made of that
   * @param evaluations full passes that both spent
   */
  public record Result(
      PromptCandidate start,
      PromptCandidate afterFirst,
      PromptCandidate best,
      double evaluations) {}

  /** Runs both stages. */
  public Result optimize(PromptCandidate start, Workbench bench) {
    EvaluationBudget forInstructions = bench.passes(split.instructions());
    EvaluationBudget forExemplars = bench.passes(split.exemplars());
    boolean instructionsFirst = order == Order.INSTRUCTIONS_FIRST;
    PromptStage teach =
        (from, at, passes) -> passes.passes() == 0 ? from : instructions.improve(from, at, passes);
    PromptStage show =
        (from, at, passes) ->
            passes.passes() == 0 && exemplars.optimizer().searches()
                ? from
                : exemplars.improve(from, at, passes);
    PromptCandidate first =
        instructionsFirst
            ? teach.improve(start, bench, forInstructions)
            : show.improve(start, bench, forExemplars);
    PromptCandidate second = first;
    try {
      second =
          instructionsFirst
              ? show.improve(first, bench, forExemplars)
              : teach.improve(first, bench, forInstructions);
    } catch (BudgetExhausted e) {
      // The calls ended between the stages: what the first one found stands.
    }
    return new Result(start, first, second, forInstructions.spent() + forExemplars.spent());
  }
}
