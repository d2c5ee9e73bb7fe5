package dev.chiron.prompting.ioes;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.random.Seeds;
import dev.chiron.prompting.search.InstructionRequests;
import dev.chiron.prompting.search.PromptProposer;
import dev.chiron.prompting.search.Proposal;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * ProTeGi (Pryzant et al. 2023, arXiv 2305.03495): beam search along textual gradients. For each
 * prompt of the beam, a group of its failures is shown, reasons are asked for, an edit for each
 * reason, and paraphrases of each edit; the best of all that was scored are the next beam.
 *
 * @param beam prompts that are kept
 * @param group failures shown at once
 * @param reasons asked for a group
 * @param paraphrases of each edit
 * @param successors the most that a prompt of the beam gets
 */
public record ProTeGi(int beam, int group, int reasons, int paraphrases, int successors)
    implements InstructionOptimizer {
  /** Defaults of the paper's code, from memory. */
  public static final ProTeGi STANDARD = new ProTeGi(4, 4, 4, 2, 8);

  @Override
  public String name() {
    return "protegi";
  }

  @Override
  public PromptProposer proposer(Workbench bench, int passes) {
    return (history, room) -> {
      List<SearchHistory.Entry> best = history.top(beam);
      int each = Math.min(successors, (room + best.size() - 1) / best.size());
      List<Proposal> proposals = new ArrayList<>();
      for (SearchHistory.Entry parent : best) {
        proposals.addAll(new Expansion(bench, history, parent, this).successors(each));
      }
      return proposals.subList(0, Math.min(room, proposals.size()));
    };
  }

  /** The step from one prompt of the beam to its successors. */
  private record Expansion(
      Workbench bench, SearchHistory history, SearchHistory.Entry parent, ProTeGi settings) {
    List<Proposal> successors(int most) {
      String draw = "step " + (history.entries().getLast().step() + 1) + " of " + parent.id();
      List<Evaluated> failures =
          Seeds.sample(
              parent.scored().failures(),
              settings.group(),
              bench.seeds().generator("failures " + draw));
      if (failures.isEmpty()) {
        return List.of();
      }
      InstructionRequests requests =
          new InstructionRequests(bench, history.entry(0).candidate().instruction());
      String prompt = parent.candidate().instruction();
      List<String> reasons = requests.reasons(prompt, failures, settings.reasons(), draw);
      List<Proposal> made = new ArrayList<>();
      // One edit a reason and its paraphrases, in an order that serves every reason first.
      for (int i = 0; i < reasons.size() && made.size() < most; i++) {
        String reason = reasons.get(i);
        requests
            .edit(prompt, failures, reason, draw + " edit " + i)
            .ifPresent(edit -> made.add(proposal(edit, reason, failures)));
      }
      List<Proposal> edits = List.copyOf(made);
      for (int round = 0; round < settings.paraphrases(); round++) {
        for (int i = 0; i < edits.size() && made.size() < most; i++) {
          Proposal edit = edits.get(i);
          requests
              .paraphrase(
                  edit.candidate().instruction(), draw + " paraphrase " + round + " of " + i)
              .ifPresent(other -> made.add(proposal(other, edit.note(), failures)));
        }
      }
      return made;
    }

    private Proposal proposal(String instruction, String reason, List<Evaluated> failures) {
      return new Proposal(
          parent.candidate().withInstruction(instruction),
          parent.id(),
          reason,
          IntStream.range(0, failures.size()).map(i -> failures.get(i).index()).boxed().toList());
    }
  }
}
