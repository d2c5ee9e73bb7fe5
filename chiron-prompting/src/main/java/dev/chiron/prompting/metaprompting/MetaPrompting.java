package dev.chiron.prompting.metaprompting;

import dev.chiron.core.io.Json;
import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.task.Task;
import dev.chiron.prompting.search.PromptMethod;
import java.util.List;
import java.util.Optional;

/**
 * Meta-prompting (arXiv 2401.12954) with the paper's settings. Where no Python program can be run,
 * the conductor is not told of an expert that does, and the run's events say why.
 */
public final class MetaPrompting implements ScaffoldMethod {
  /** Rounds that must fit a short context beside the task, each of a question and an output. */
  private static final int FEWEST_ROUNDS = 2;

  @Override
  public MethodCard card() {
    return new MethodCard(
        "meta-prompting",
        "2401.12954",
        "A conductor and its experts",
        PromptMethod.MODULE,
        List.of("a chat model with room for several thousand tokens"),
        List.of("predictor"),
        "One model conducts fresh instances of itself as experts that see only what it writes to"
            + " them, one of which runs Python programs in a sandbox. It pays where an answer can be"
            + " checked or computed and a single try often fails, at several calls for each answer."
            + " It needs a large chat model: what it gives GPT-4 is not reproduced here, only that"
            + " decomposition, independent checking and execution work through the protocol.");
  }

  @Override
  public Scaffold scaffold() {
    return Conducted.STANDARD;
  }

  @Override
  public Optional<String> unsuitable(Task task, LanguageModel model) {
    int context = model.info().contextLength();
    String opening =
        ConductorText.opening(Conducted.STANDARD, Briefing.of(task), "") + ConductorText.system();
    int least = model.countTokens(opening) + 2 * FEWEST_ROUNDS * Calls.mostTokens(model);
    return context > 0 && least > context
        ? Optional.of(
            "the model's context of %d tokens is too short for a conductor, which needs %d"
                .formatted(context, least))
        : Optional.empty();
  }

  @Override
  public Predictor adapt(Task task, LanguageModel model, AdaptationContext context) {
    Optional<String> obstacle = Interpreter.obstacle();
    obstacle.ifPresent(
        why -> {
          context.run().event("no interpreter", Json.object().put("reason", why));
          context.progress().update("meta-prompting", 0, 0, "without Python programs: " + why);
        });
    Conducted conducted = Conducted.STANDARD.withInterpreter(obstacle.isEmpty());
    return new ScaffoldedPredictor(
        model, Briefing.of(task), conducted.withSeed(context.seeds().derive("calls")));
  }
}
