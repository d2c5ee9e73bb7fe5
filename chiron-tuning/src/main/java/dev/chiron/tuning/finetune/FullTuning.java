package dev.chiron.tuning.finetune;

import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.task.Task;
import java.util.List;
import java.util.Optional;

/** Tunes every weight on the task's training examples. */
public final class FullTuning implements AdaptationMethod {
  private final FineTuning tuning = new FineTuning(FineTuningConfig.FULL);

  @Override
  public MethodCard card() {
    return new MethodCard(
        "full",
        "",
        "Full fine-tuning",
        "chiron-tuning",
        List.of("training examples", "local weights"),
        List.of("predictor", "weights"),
        "Trains all weights on the instruction, the inputs and the answers, with the loss on the"
            + " answers, and keeps the weights that do best on the dev examples. The strongest on a"
            + " small model; a large one needs memory for weights, gradients and two moments.");
  }

  @Override
  public Optional<String> unsuitable(Task task, LanguageModel model) {
    return tuning.unsuitable(task, model);
  }

  @Override
  public Predictor adapt(Task task, LanguageModel model, AdaptationContext context) {
    return tuning.adapt(task, model, context);
  }
}
