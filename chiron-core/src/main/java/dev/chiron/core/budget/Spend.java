package dev.chiron.core.budget;

import dev.chiron.core.model.Usage;

/** What a piece of work has spent. */
public record Spend(Usage usage, double seconds, double money) {
  public static final Spend NOTHING = new Spend(Usage.NONE, 0, 0);

  public Spend plus(Spend other) {
    return new Spend(usage.plus(other.usage), seconds + other.seconds, money + other.money);
  }
}
