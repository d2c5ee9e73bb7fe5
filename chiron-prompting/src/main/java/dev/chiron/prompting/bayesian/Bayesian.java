package dev.chiron.prompting.bayesian;

import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.task.Task;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptMethod;
import dev.chiron.prompting.search.Workbench;
import java.util.List;
import java.util.Map;

/**
 * Bayesian search over pairs of instruction and exemplar set (arXiv 2406.11695).
 *
 * <p>In the run's directory, beside the candidates: {@code choices.jsonl}, the instructions and the
 * sets that are searched over, and {@code trials.jsonl}, every look at a pair.
 */
public final class Bayesian implements PromptMethod {
  /** Examples that candidates are scored on where there are enough. */
  private static final int EXAMPLES = 48;

  /** Of the passes, the part that goes to one more instruction and one more set. */
  private static final int PASSES_FOR_EACH = 3;

  private static final int FEWEST = 3;

  @Override
  public MethodCard card() {
    return new MethodCard(
        "bayesian",
        "2406.11695",
        "Bayesian search over instructions and exemplar sets",
        MODULE,
        List.of("training examples", "a model that can write instructions"),
        List.of("predictor"),
        "Writes instructions from a summary of the data, makes exemplar sets from what the model"
            + " answers right and from labelled examples, and learns from looks at small batches"
            + " which pair of the two to try next. It finds pairs that fit each other; what no"
            + " instruction of the first draft says it cannot find.");
  }

  @Override
  public int wishedPasses() {
    return BayesianSettings.STANDARD.passes(EXAMPLES);
  }

  @Override
  public Map<String, PromptCandidate> found(
      PromptCandidate start, Task task, Workbench bench, int passes, AdaptationContext context) {
    // With few evaluations a small space is searched well rather than a large one hardly at all.
    int size =
        Math.clamp(passes / PASSES_FOR_EACH, FEWEST, BayesianSettings.STANDARD.instructions());
    BayesianSearch search = new BayesianSearch(BayesianSettings.STANDARD.sized(size, size));
    return Map.of(
        "pair", search.run(start, bench, bench.passes(passes)).history().best().candidate());
  }
}
