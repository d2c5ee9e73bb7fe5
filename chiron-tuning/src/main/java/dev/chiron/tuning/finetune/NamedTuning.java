package dev.chiron.tuning.finetune;

import dev.chiron.core.method.MethodCard;

/**
 * A tuning that is tried only when the user names it: it trains the same examples as {@code lora}
 * and {@code full}, which do better on most tasks, and so does not earn its share of a portfolio's
 * budget unasked.
 */
abstract class NamedTuning extends TaskTuning {
  NamedTuning(MethodCard card, TunedPart.Recipe recipe, FineTuningConfig config) {
    super(card, new TunedPart.Beside(card.id(), recipe), config);
  }

  @Override
  public final boolean isAutomatic() {
    return false;
  }
}
