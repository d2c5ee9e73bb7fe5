package dev.chiron.prompting.metaprompting;

import dev.chiron.core.method.MethodCard;
import dev.chiron.prompting.search.PromptMethod;
import java.util.List;

/** An expert described for each question. */
public final class DynamicExpert implements ScaffoldMethod {
  @Override
  public MethodCard card() {
    return new MethodCard(
        "dynamic-expert",
        "2305.14688",
        "An expert described for each question",
        PromptMethod.MODULE,
        List.of("a chat model"),
        List.of("predictor"),
        "A first call describes the expert who would answer the question best, a second one answers"
            + " as that expert.");
  }

  @Override
  public Scaffold scaffold() {
    return new Direct(Direct.Style.DYNAMIC_EXPERT);
  }
}
