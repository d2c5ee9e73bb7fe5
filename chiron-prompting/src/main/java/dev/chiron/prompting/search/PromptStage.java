package dev.chiron.prompting.search;

/**
 * A part of a prompt's optimisation: takes a candidate and gives a better one. Stages chain, in
 * either order: a search for instructions keeps the exemplars that it is given, a search for
 * exemplars the instruction.
 */
@FunctionalInterface
public interface PromptStage {
  /**
   * Improves a candidate.
   *
   * @param passes the evaluations that it may spend
   * @return never worse on the scorer's examples than {@code start}, unless it searches nothing
   */
  PromptCandidate improve(PromptCandidate start, Workbench bench, EvaluationBudget passes);
}
