package dev.chiron.prompting.search;

import dev.chiron.core.adaptation.AnswerModes;
import dev.chiron.core.adaptation.DevSearch;
import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.model.Capability;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.AnswerMode;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.prompt.PromptTemplate;
import dev.chiron.core.task.Task;
import java.util.ArrayList;
import java.util.List;

/** What a search begins with. */
public final class PlainPrompt {
  private PlainPrompt() {}

  /** The plain prompt with the way of answering that is best on dev without demonstrations. */
  public static PromptProgram of(Task task, LanguageModel model, AdaptationContext context) {
    PromptTemplate template = PromptTemplate.suited(model.info().can(Capability.CHAT));
    List<DevSearch.Candidate> modes = new ArrayList<>();
    for (AnswerMode mode : AnswerModes.of(task, model, template)) {
      modes.add(
          new DevSearch.Candidate(
              "answered by " + mode,
              PromptProgram.zeroShot(task.instruction(), template, task.labels(), mode)));
    }
    return new DevSearch(task, model, context).best(modes);
  }
}
