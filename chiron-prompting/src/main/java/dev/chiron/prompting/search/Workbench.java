package dev.chiron.prompting.search;

import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;

/**
 * What a search works with.
 *
 * @param scorer what candidates are scored by
 * @param proposals the model that is asked for instructions
 * @param screening which candidates are given up early
 * @param name of the search, in the journal
 * @param seeds its randomness
 * @param journal where the histories of its searches are kept
 */
public record Workbench(
    CandidateScorer scorer,
    ProposalModel proposals,
    Screening screening,
    String name,
    Seeds seeds,
    Journal journal,
    Progress progress) {
  /** A bench for a whole run. */
  public static Workbench of(
      CandidateScorer scorer,
      ProposalModel proposals,
      Screening screening,
      Seeds seeds,
      Progress progress) {
    return new Workbench(scorer, proposals, screening, "search", seeds, new Journal(), progress);
  }

  /** The same for a part of the work. */
  public Workbench part(String part) {
    return new Workbench(
        scorer, proposals, screening, part, seeds.child(part), journal, progress.under(part));
  }

  /** The same with another rule for giving candidates up. */
  public Workbench screened(Screening other) {
    return new Workbench(scorer, proposals, other, name, seeds, journal, progress);
  }

  /** A budget of full passes over the scorer's examples. */
  public EvaluationBudget passes(int passes) {
    return new EvaluationBudget(passes, scorer.examples().size());
  }
}
