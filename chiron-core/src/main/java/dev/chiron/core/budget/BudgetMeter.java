package dev.chiron.core.budget;

import dev.chiron.core.model.Price;
import dev.chiron.core.model.Usage;
import java.util.function.LongSupplier;

/**
 * Counts what is spent against a {@link Budget}; safe for many threads.
 *
 * <p>A caller first {@linkplain #reserve reserves} a call and afterwards {@linkplain #settle
 * settles} it with what it really used, so that calls in flight count and the limit on calls holds
 * to the call. A token limit is checked against the tokens already spent and reserved: a call's
 * completion is reserved at its upper bound.
 *
 * <p>What an interrupted run had spent is given back to the resumed one as {@code already}, so both
 * see the same budget.
 */
public final class BudgetMeter {
  private final Budget budget;
  private final LongSupplier nanoTime;
  private final long start;
  private double earlierSeconds;
  private Usage settled;
  private double money;
  private long reservedCalls;
  private long reservedTokens;

  public BudgetMeter(Budget budget) {
    this(budget, Spend.NOTHING, System::nanoTime);
  }

  public BudgetMeter(Budget budget, Spend already, LongSupplier nanoTime) {
    this.budget = budget;
    this.earlierSeconds = already.seconds();
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.settled = already.usage();
    this.money = already.money();
  }

  public Budget budget() {
    return budget;
  }

  /**
   * Asks for calls about to be made.
   *
   * @param tokens an upper bound of the tokens that they may use
   * @throws BudgetExhausted if they do not fit; nothing is reserved then
   */
  public synchronized void reserve(long calls, long tokens) {
    if (settled.calls() + reservedCalls + calls > budget.calls()) {
      throw new BudgetExhausted("the budget of " + budget.calls() + " calls is spent");
    }
    if (budget.tokens() != Budget.UNLIMITED
        && settled.tokens() + reservedTokens + tokens > budget.tokens()) {
      throw new BudgetExhausted("the budget of " + budget.tokens() + " tokens is spent");
    }
    checkTime();
    if (money >= budget.money()) {
      throw new BudgetExhausted("the budget of " + budget.money() + " in money is spent");
    }
    reservedCalls += calls;
    reservedTokens += tokens;
  }

  /** Replaces a reservation by what was really used; with {@link Usage#NONE} it is given back. */
  public synchronized void settle(long calls, long tokens, Usage used, Price price) {
    reservedCalls -= calls;
    reservedTokens -= tokens;
    settled = settled.plus(used);
    money += price.of(used);
  }

  /**
   * For work without calls, such as training steps.
   *
   * @throws BudgetExhausted if the time or the money is spent
   */
  public synchronized void checkTime() {
    if (seconds() >= budget.seconds()) {
      throw new BudgetExhausted("the budget of " + budget.seconds() + " seconds is spent");
    }
  }

  /** Adds what remembered work had spent when it was done, so that it counts as if done now. */
  public synchronized void absorb(Spend spend) {
    settled = settled.plus(spend.usage());
    earlierSeconds += spend.seconds();
    money += spend.money();
  }

  /** Calls that may still be reserved; {@link Budget#UNLIMITED} without a limit. */
  public synchronized long remainingCalls() {
    return budget.calls() == Budget.UNLIMITED
        ? Budget.UNLIMITED
        : budget.calls() - settled.calls() - reservedCalls;
  }

  public synchronized Spend spent() {
    return new Spend(settled, seconds(), money);
  }

  private double seconds() {
    return earlierSeconds + (nanoTime.getAsLong() - start) / 1e9;
  }
}
