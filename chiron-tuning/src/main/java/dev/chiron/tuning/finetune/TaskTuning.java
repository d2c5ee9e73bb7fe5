package dev.chiron.tuning.finetune;

import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.task.Task;
import java.util.List;
import java.util.Optional;

/** A method that tunes some part of a local model on the task's training examples. */
abstract class TaskTuning implements AdaptationMethod {
  private final MethodCard card;
  private final FineTuning tuning;

  TaskTuning(MethodCard card, TunedPart part, FineTuningConfig config) {
    this.card = card;
    this.tuning = new FineTuning(part, config);
  }

  /** The card of a method that gives an adapter. */
  static MethodCard adapterCard(String id, String paper, String title, String summary) {
    return card(id, paper, title, List.of("predictor", "adapter"), summary);
  }

  static MethodCard card(
      String id, String paper, String title, List<String> gives, String summary) {
    return new MethodCard(
        id,
        paper,
        title,
        "chiron-tuning",
        List.of("training examples", "local weights"),
        gives,
        summary);
  }

  @Override
  public final MethodCard card() {
    return card;
  }

  @Override
  public final Optional<String> unsuitable(Task task, LanguageModel model) {
    return tuning.unsuitable(task, model);
  }

  @Override
  public final Predictor adapt(Task task, LanguageModel model, AdaptationContext context) {
    return tuning.adapt(task, model, context);
  }
}
