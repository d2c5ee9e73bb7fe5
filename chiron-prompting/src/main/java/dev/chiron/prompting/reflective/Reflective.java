package dev.chiron.prompting.reflective;

import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.task.Task;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptMethod;
import dev.chiron.prompting.search.Workbench;
import java.util.List;
import java.util.Map;

/**
 * Reflective evolution of instruction and exemplars (arXiv 2507.19457). Half of the training
 * examples that are used make the front, mini-batches come from the others.
 *
 * <p>In the run's directory, beside the candidates: {@code attempts.jsonl}, each attempt with its
 * mini-batch, the scores on it and what became of it.
 */
public final class Reflective implements PromptMethod {
  /** As many as the other searches have. */
  private static final int PASSES = 64;

  @Override
  public MethodCard card() {
    return new MethodCard(
        "reflective",
        "2507.19457",
        "Reflective evolution of prompts on a Pareto front",
        MODULE,
        List.of("training examples", "a model that can write instructions"),
        List.of("predictor"),
        "Keeps every prompt that is best on some example, rewrites one of them at a time from a few"
            + " answers with remarks on them, takes the rewrite only if it does better on these,"
            + " and merges prompts that learned different things. It needs few calls for each try,"
            + " and a model that can tell from wrong answers what a prompt lacks.");
  }

  @Override
  public int wishedPasses() {
    return PASSES;
  }

  @Override
  public Map<String, PromptCandidate> found(
      PromptCandidate start, Task task, Workbench bench, int passes, AdaptationContext context) {
    ReflectiveSearch search =
        new ReflectiveSearch(ReflectiveSettings.STANDARD, bench.scorer().beside("feedback", task));
    return Map.of(
        "evolved", search.run(start, bench, bench.passes(passes)).history().best().candidate());
  }
}
