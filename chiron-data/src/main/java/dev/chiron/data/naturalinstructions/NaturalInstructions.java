package dev.chiron.data.naturalinstructions;

import dev.chiron.core.method.Method;
import dev.chiron.core.method.MethodCard;
import java.util.List;

/** The card; the work is done by {@link dev.chiron.data.instruct}. */
public final class NaturalInstructions implements Method {
  static final String ID = "natural-instructions";
  static final String PAPER = "2104.08773";

  @Override
  public MethodCard card() {
    return new MethodCard(
        ID,
        PAPER,
        "Cross-task generalisation via instructions",
        "chiron-data",
        List.of("tasks with instructions", "local weights to train, or any model to measure"),
        List.of("tuned model", "cross-task report"),
        "Trains a model on the instructions and instances of many tasks and measures it on tasks"
            + " that it has never seen, beside two baselines that need no model. Pays when tasks are"
            + " many and each has a good definition; 64 instances of a task are about enough."
            + " The published gains on real tasks need models of 100 million parameters and more.");
  }
}
