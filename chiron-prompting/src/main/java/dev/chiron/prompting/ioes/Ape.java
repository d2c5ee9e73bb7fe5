package dev.chiron.prompting.ioes;

import dev.chiron.prompting.search.InstructionRequests;
import dev.chiron.prompting.search.PromptProposer;
import dev.chiron.prompting.search.Proposal;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.List;

/**
 * APE with its iterative variant (Zhou et al. 2022, arXiv 2211.01910): half of the evaluations go
 * to instructions induced from random pairs, the rest to paraphrases of the best.
 *
 * @param pairs shown for one induction; 5 in the paper's experiments
 * @param parents how many of the best are paraphrased in turn
 */
public record Ape(int pairs, int parents) implements InstructionOptimizer {
  private static final int PARAPHRASES = 8;

  public static final Ape STANDARD = new Ape(5, 4);

  @Override
  public String name() {
    return "ape";
  }

  @Override
  public PromptProposer proposer(Workbench bench, int passes) {
    return (history, room) -> {
      InstructionRequests requests =
          new InstructionRequests(bench, history.entry(0).candidate().instruction());
      int step = history.entries().getLast().step() + 1;
      return history.entries().size() == 1
          ? induced(history, requests, Math.min(room, Math.max(1, passes / 2)))
          : paraphrased(history, requests, Math.min(room, PARAPHRASES), step);
    };
  }

  private List<Proposal> induced(SearchHistory history, InstructionRequests requests, int count) {
    List<Proposal> proposals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests
          .induce(pairs, "induce " + i)
          .map(history.entry(0).candidate()::withInstruction)
          .ifPresent(each -> proposals.add(Proposal.of(each, Proposal.NO_PARENT, "induced")));
    }
    return proposals;
  }

  private List<Proposal> paraphrased(
      SearchHistory history, InstructionRequests requests, int count, int step) {
    List<SearchHistory.Entry> best = history.top(parents);
    List<Proposal> proposals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SearchHistory.Entry parent = best.get(i % best.size());
      requests
          .paraphrase(parent.candidate().instruction(), "paraphrase " + step + " " + i)
          .map(parent.candidate()::withInstruction)
          .ifPresent(each -> proposals.add(Proposal.of(each, parent.id(), "paraphrased")));
    }
    return proposals;
  }
}
