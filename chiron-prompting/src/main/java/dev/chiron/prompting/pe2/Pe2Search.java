package dev.chiron.prompting.pe2;

import dev.chiron.core.model.Decoding;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.prompting.search.CandidateScorer;
import dev.chiron.prompting.search.EvaluationBudget;
import dev.chiron.prompting.search.MetaPrompt;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptSearch;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.List;

/**
 * The search of PE2: failures come from the training examples, candidates are scored on the
 * bench's, and the best of all on those is the result.
 *
 * @param train training examples, which the editor sees
 */
public record Pe2Search(Pe2Settings settings, PromptEditor editor, CandidateScorer train) {
  private static final int INDUCTION_TOKENS = 300;

  /**
   * What a search found.
   *
   * @param rejected revisions that broke a limit twice
   * @param filled batches for which there were too few failures
   */
  public record Result(SearchHistory history, int rejected, int filled) {}

  /** Searches from given prompts. */
  public Result run(List<PromptCandidate> first, Workbench bench, EvaluationBudget budget) {
    Workbench own = bench.part("pe2");
    Pe2Proposer proposer = new Pe2Proposer(settings, editor, train, own);
    SearchHistory history = new PromptSearch(own, budget).run(first, proposer);
    return new Result(history, proposer.rejected(), proposer.filled());
  }

  /**
   * First prompts by induction: each from some random pairs, as answers to an unknown prompt.
   *
   * @param count of prompts asked for; 30 in the paper
   * @param pairs shown for each
   */
  public List<PromptCandidate> induced(int count, int pairs, Workbench bench) {
    List<PromptCandidate> prompts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String draw = "induce " + i;
      List<Example> shown = Seeds.sample(train.examples(), pairs, bench.seeds().generator(draw));
      String text =
          new MetaPrompt()
              .section("Task", "A friend was given a prompt and answered these inputs as it says.")
              .pairs(shown.stream().map(Example::demonstration).toList())
              .section(
                  MetaPrompt.REQUEST,
                  "Write the prompt in at most "
                      + settings.maxWords()
                      + " words. Answer with the prompt alone.")
              .text();
      Decoding decoding =
          Decoding.sampled(INDUCTION_TOKENS, 0.7, bench.seeds().derive("ask " + draw));
      MetaPrompt.clean(bench.proposals().ask(text, decoding))
          .map(PromptCandidate::of)
          .ifPresent(prompts::add);
    }
    return prompts.stream().distinct().toList();
  }
}
