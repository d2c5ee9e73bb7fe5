package dev.chiron.app;

import dev.chiron.core.method.Method;
import dev.chiron.core.method.MethodCard;
import java.util.List;

/** A method that adapts nothing: what a data pipeline or a study is. */
public final class CoinMethod implements Method {
  static final MethodCard CARD =
      new MethodCard(
          CoinReproduction.ID,
          "2301.00001",
          "Coins",
          "chiron-lab",
          List.of("a coin"),
          List.of("heads"),
          "Tosses a coin.");

  @Override
  public MethodCard card() {
    return CARD;
  }
}
