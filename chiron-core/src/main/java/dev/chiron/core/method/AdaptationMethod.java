package dev.chiron.core.method;

import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ScoringModel;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.task.Task;
import java.util.Optional;

/** A method that turns a task and a model into a predictor within a budget. */
public interface AdaptationMethod extends Method {
  /**
   * Why it cannot serve this task with this model, in words for the user; empty if it can. Decided
   * without calling the model.
   */
  default Optional<String> unsuitable(Task task, LanguageModel model) {
    return Optional.empty();
  }

  /**
   * Whether it is tried when the user names no methods. Not so for what pays only with some models
   * or takes far more than the others.
   */
  default boolean isAutomatic() {
    return true;
  }

  /**
   * The most calls that its predictor makes for an input: so many are kept back for the report.
   * Ranking labels takes a second call where a label's probability is also asked for without the
   * content.
   */
  default int callsPerInput(Task task, LanguageModel model) {
    return task.isClassification() && model.as(ScoringModel.class).isPresent() ? 2 : 1;
  }

  /**
   * Finds a predictor. Learns from {@code task.splits().train()} and chooses by {@code dev()} only;
   * {@code test()} is never read.
   *
   * @param model every call goes through {@code context.budget()}, which the model given here
   *     already does
   * @throws dev.chiron.core.budget.BudgetExhausted only when not even the first candidate fits;
   *     later, the best so far is returned
   */
  Predictor adapt(Task task, LanguageModel model, AdaptationContext context);
}
