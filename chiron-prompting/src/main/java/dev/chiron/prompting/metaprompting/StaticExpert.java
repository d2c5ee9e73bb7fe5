package dev.chiron.prompting.metaprompting;

import dev.chiron.core.method.MethodCard;
import dev.chiron.prompting.search.PromptMethod;
import java.util.List;

/** The model as an expert. */
public final class StaticExpert implements ScaffoldMethod {
  @Override
  public MethodCard card() {
    return new MethodCard(
        "static-expert",
        "",
        "The model as an expert",
        PromptMethod.MODULE,
        List.of("a chat model"),
        List.of("predictor"),
        "Tells the model in one sentence, the same for every question, that it is an expert. One of"
            + " the prompts that meta-prompting is compared with.");
  }

  @Override
  public Scaffold scaffold() {
    return new Direct(Direct.Style.STATIC_EXPERT);
  }
}
