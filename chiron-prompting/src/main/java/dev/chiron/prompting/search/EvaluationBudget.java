package dev.chiron.prompting.search;

/**
 * Counts evaluations, where one is a full pass over the examples that candidates are scored on. A
 * candidate that is rejected early costs the part of a pass that it took, in whole examples.
 *
 * <p>It stands beside the budget of calls: this one makes methods comparable, that one holds what
 * the user pays.
 */
public final class EvaluationBudget {
  private final long examples;
  private final int pass;
  private long spent;
  private int repeats;

  /**
   * A budget.
   *
   * @param passes full passes; may be 0
   * @param pass examples of one
   */
  public EvaluationBudget(int passes, int pass) {
    this.examples = (long) passes * pass;
    this.pass = pass;
  }

  /** Full passes that are left. */
  public int room() {
    return (int) ((examples - spent) / pass);
  }

  /** Passes spent, in parts of one where candidates were rejected early. */
  public double spent() {
    return (double) spent / pass;
  }

  /** Passes in all. */
  public int passes() {
    return (int) (examples / pass);
  }

  /** How often a candidate came up again, which costs nothing. */
  public int repeats() {
    return repeats;
  }

  /** Whether so many evaluations of single examples are left. */
  public boolean covers(long count) {
    return examples - spent >= count;
  }

  void charge(long count) {
    spent += count;
  }

  void repeated() {
    repeats++;
  }
}
