package dev.chiron.prompting.pe2;

import dev.chiron.core.method.AdaptationContext;
import dev.chiron.core.method.MethodCard;
import dev.chiron.core.task.Task;
import dev.chiron.prompting.search.MetaPrompt;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptMethod;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PE2 with the paper's settings (arXiv 2311.05661). Half of the training examples that are used
 * show failures to the editor, the others score what it wrote.
 */
public final class Pe2 implements PromptMethod {
  private static final int INDUCED = 8;
  private static final int PAIRS = 5;

  /** Of the passes, the part that goes to finding the failures of parents. */
  private static final double FOR_FAILURES = 0.3;

  @Override
  public MethodCard card() {
    return new MethodCard(
        "pe2",
        "2311.05661",
        "Prompt engineering a prompt engineer",
        MODULE,
        List.of("training examples", "a model that can write instructions"),
        List.of("predictor"),
        "A model looks at failures of the current prompt, reasons about each by a template, and"
            + " rewrites the prompt; only rewrites that score better live on. It pays where the"
            + " instruction is wrong or vague and the model writes well; what the wording of prompts"
            + " does to very large models is not reproduced here.");
  }

  @Override
  public int wishedPasses() {
    return (int) Math.ceil(Pe2Settings.STANDARD.mostCandidates() / (1 - FOR_FAILURES));
  }

  @Override
  public Map<String, PromptCandidate> found(
      PromptCandidate start, Task task, Workbench bench, int passes, AdaptationContext context) {
    Pe2Settings settings =
        Pe2Settings.STANDARD.withMaxWords(
            Math.max(
                Pe2Settings.STANDARD.maxWords(), 3 * MetaPrompt.words(start.instruction()) / 2));
    Pe2Search search =
        new Pe2Search(settings, Editors.pe2(settings), bench.scorer().beside("failures", task));
    List<PromptCandidate> first = new ArrayList<>(List.of(start));
    if (start.instruction().isBlank()) {
      first.addAll(search.induced(INDUCED, PAIRS, bench));
    }
    int candidates = Math.max(1, (int) (passes * (1 - FOR_FAILURES)));
    Pe2Search.Result result = search.run(first, bench, bench.passes(candidates));
    return Map.of("rewritten", result.history().best().candidate());
  }
}
