package dev.chiron.tuning.finetune;

import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.task.Task;
import java.util.List;
import java.util.Optional;

/** Trains a low-rank adapter on the task's training examples. */
public final class LoraTuning implements AdaptationMethod {
  private final FineTuning tuning = new FineTuning(FineTuningConfig.LORA);

  @Override
  public MethodCard card() {
    return new MethodCard(
        "lora",
        "2106.09685",
        "Low-rank adaptation (LoRA)",
        "chiron-tuning",
        List.of("training examples", "local weights"),
        List.of("predictor", "adapter"),
        "Freezes the model and trains an update of rank 16 beside every projection, with the loss"
            + " on the answers; keeps the adapter that does best on the dev examples. The adapter is"
            + " a few per cent of the model's size and is saved in PEFT's layout.");
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
