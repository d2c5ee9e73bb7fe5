package dev.chiron.prompting.metaprompting;

import dev.chiron.core.method.MethodCard;
import dev.chiron.prompting.search.PromptMethod;
import java.util.List;

/** Step by step without demonstrations. */
public final class ChainOfThought implements ScaffoldMethod {
  @Override
  public MethodCard card() {
    return new MethodCard(
        "zero-shot-cot",
        "2205.11916",
        "Step by step without demonstrations",
        PromptMethod.MODULE,
        List.of("a chat model"),
        List.of("predictor"),
        "Asks the model to think step by step before it answers. It pays where an answer takes"
            + " several steps and the model is large enough to take them in writing.");
  }

  @Override
  public Scaffold scaffold() {
    return new Direct(Direct.Style.CHAIN_OF_THOUGHT);
  }
}
