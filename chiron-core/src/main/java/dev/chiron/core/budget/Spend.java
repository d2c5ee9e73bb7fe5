package dev.chiron.core.budget;

import dev.chiron.core.model.Usage;

/** What a piece of work has spent. */
public record Spend(Usage usage, double seconds, double money) {
  public static final Spend NOTHING = new Spend(Usage.NONE, 0, 0);

  public Spend plus(Spend other) {
    return new Spend(usage.plus(other.usage), seconds + other.seconds, money + other.money);
  }

  /** What was spent since an earlier moment. */
  public Spend since(Spend earlier) {
    return new Spend(
        new Usage(
            usage.calls() - earlier.usage.calls(),
            usage.promptTokens() - earlier.usage.promptTokens(),
            usage.completionTokens() - earlier.usage.completionTokens()),
        seconds - earlier.seconds,
        money - earlier.money);
  }
}
