package dev.chiron.prompting.metaprompting;

import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.task.Task;
import java.util.Optional;

/**
 * A scaffold as a method of adaptation. It learns nothing from examples, so finding it costs no
 * call; each answer costs several times as much as a plain one, so it runs only when it is named.
 */
interface ScaffoldMethod extends AdaptationMethod {
  Scaffold scaffold();

  @Override
  default boolean isAutomatic() {
    return false;
  }

  @Override
  default int callsPerInput(Task task, LanguageModel model) {
    return scaffold().callsPerInput();
  }

  @Override
  default Optional<String> unsuitable(Task task, LanguageModel model) {
    return Optional.empty();
  }

  @Override
  default Predictor adapt(Task task, LanguageModel model, AdaptationContext context) {
    return new ScaffoldedPredictor(model, Briefing.of(task), scaffold());
  }
}
