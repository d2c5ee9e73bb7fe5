package dev.chiron.data.optiml;

import dev.chiron.core.method.Method;
import dev.chiron.core.method.MethodCard;
import java.util.List;

/** The card. */
public final class OptIml implements Method {
  /** The name in commands. */
  public static final String ID = "opt-iml";

  /** The paper's number. */
  public static final String PAPER = "2212.12017";

  @Override
  public MethodCard card() {
    return new MethodCard(
        ID,
        PAPER,
        "Mixtures of many collections, and three levels of generalisation",
        "chiron-data",
        List.of("instruction data with tasks and categories", "local weights to train"),
        List.of("mixture", "evaluation splits", "report by level"),
        "Consolidates collections into one schema, caps large tasks, gives collections their shares,"
            + " mixes in plain text, reasoning and dialogue, and holds out categories, tasks and"
            + " instances with a check for leaked text. Pays when tasks are many and of very"
            + " different size. The published gains need models of billions of parameters.");
  }
}
