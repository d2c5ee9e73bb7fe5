package dev.chiron.core.budget;

/** Thrown before a call that the budget does not cover: the call is not made. */
public final class BudgetExhausted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BudgetExhausted(String message) {
    super(message);
  }
}
