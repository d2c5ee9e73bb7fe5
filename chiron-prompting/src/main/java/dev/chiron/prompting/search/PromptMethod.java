package dev.chiron.prompting.search;

import dev.chiron.core.adaptation.DevSearch;
import dev.chiron.core.budget.BudgetExhausted;
import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.AdaptationMethod;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.predictor.Predictor;
import dev.chiron.core.predictor.PromptProgram;
import dev.chiron.core.predictor.PromptedPredictor;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A prompt search as a method of adaptation: it learns from examples of train, and what it found is
 * compared with the plain prompt on dev, so that a candidate that was only lucky does not win. The
 * model that answers also writes the proposals, unless the context has another one for that.
 *
 * <p>In the run's directory: {@code candidates.jsonl} and {@code lineage.html}, see {@link
 * Journal}.
 *
 * <p>It is no part of the default portfolio: rewriting prompts takes many calls and a model that
 * can write.
 */
public interface PromptMethod extends AdaptationMethod {
  /** Where the methods of this family live. */
  String MODULE = "chiron-prompting";

  /** Full evaluations of a search whose calls are not limited. */
  int wishedPasses();

  /**
   * Searches, and leaves its records in the run's directory.
   *
   * @param start the task's instruction
   * @param passes full evaluations that may be spent
   * @return what is worth comparing on dev, by name
   */
  Map<String, PromptCandidate> found(
      PromptCandidate start, Task task, Workbench bench, int passes, AdaptationContext context);

  @Override
  default boolean isAutomatic() {
    return false;
  }

  @Override
  default Optional<String> unsuitable(Task task, LanguageModel model) {
    return task.splits().train().isEmpty()
        ? Optional.of("the task has no training examples to learn from")
        : Optional.empty();
  }

  @Override
  default Predictor adapt(Task task, LanguageModel model, AdaptationContext context) {
    List<Example> train =
        Seeds.shuffled(task.splits().train(), context.seeds().generator("order of train"));
    PromptProgram plain = PlainPrompt.of(task, model, context);
    SearchPlan plan = SearchPlan.of(context.budget(), train.size(), wishedPasses());
    CandidateScorer scorer =
        new CandidateScorer(
            "train",
            model,
            plain,
            train.subList(0, plan.examples()),
            task.metric(),
            context.metered());
    Workbench bench =
        Workbench.of(
            scorer,
            new ProposalModel(context.proposer().orElse(model), context.metered()),
            Screening.MILD,
            context.seeds(),
            context.progress());
    Map<String, PromptCandidate> candidates = new LinkedHashMap<>();
    candidates.put("start", PromptCandidate.of(task.instruction()));
    candidates.putAll(
        found(PromptCandidate.of(task.instruction()), task, bench, plan.passes(), context));
    bench.journal().write(context.run().directory());
    return new PromptedPredictor(model, best(task, model, plain, candidates, context));
  }

  /** The best on dev; where the budget does not suffice to compare, the last that was found. */
  private static PromptProgram best(
      Task task,
      LanguageModel model,
      PromptProgram plain,
      Map<String, PromptCandidate> candidates,
      AdaptationContext context) {
    List<DevSearch.Candidate> finalists = new ArrayList<>();
    candidates.forEach(
        (name, candidate) ->
            finalists.add(new DevSearch.Candidate("final " + name, candidate.program(plain))));
    try {
      return new DevSearch(task, model, context).best(finalists.reversed());
    } catch (BudgetExhausted e) {
      return finalists.getLast().program();
    }
  }
}
