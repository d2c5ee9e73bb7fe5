package dev.chiron.prompting.metaprompting;

import dev.chiron.core.method.MethodCard;
import dev.chiron.prompting.search.PromptMethod;
import java.util.List;

/** Several participants in one reply. */
public final class MultiPersona implements ScaffoldMethod {
  @Override
  public MethodCard card() {
    return new MethodCard(
        "multi-persona",
        "2307.05300",
        "Several participants in one reply",
        PromptMethod.MODULE,
        List.of("a chat model"),
        List.of("predictor"),
        "The model plays several participants who propose, criticise and mend a solution in one"
            + " reply. It pays for large models on tasks that need knowledge of several fields.");
  }

  @Override
  public Scaffold scaffold() {
    return new Direct(Direct.Style.MULTI_PERSONA);
  }
}
