package dev.chiron.init.gstack;

import dev.chiron.core.method.Method;
import dev.chiron.core.method.MethodCard;
import java.util.List;

/** The card; the work is done by the {@link GrowthOperator}s and by {@link GrownTraining}. */
public final class GStack implements Method {
  /** The id in commands and results. */
  public static final String ID = "g-stack";

  /** The arXiv number. */
  public static final String PAPER = "2405.15319";

  @Override
  public MethodCard card() {
    return new MethodCard(
        ID,
        PAPER,
        "Model growth by depth stacking",
        "chiron-init",
        List.of("a corpus to pre-train on, or a local model to grow"),
        List.of("larger model", "loss against FLOPs"),
        "Trains a network of a quarter of the depth first, stacks it into the full one, and goes on:"
            + " the same loss for less compute. Eight more operators grow deeper or wider, most of"
            + " them without a change to what the model says. Pays when a model is pre-trained from"
            + " nothing; the published speed-ups of about a half are of models from 400 million"
            + " parameters up.");
  }
}
