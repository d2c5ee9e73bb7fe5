package dev.chiron.prompting.ioes;

import dev.chiron.core.task.Demonstration;
import dev.chiron.prompting.search.InstructionRequests;
import dev.chiron.prompting.search.MetaPrompt;
import dev.chiron.prompting.search.PromptProposer;
import dev.chiron.prompting.search.Proposal;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.List;

/**
 * OPRO (Yang et al. 2023, arXiv 2309.03409): the model sees the best prompts so far with their
 * scores, in ascending order, and some pairs with a slot where the prompt goes, and is asked for a
 * better one.
 *
 * @param shown the most scored prompts shown; 20 in the paper
 * @param pairs examples shown; 3 in the paper
 * @param proposals asked for in one step; 8 in the paper
 */
public record Opro(int shown, int pairs, int proposals) implements InstructionOptimizer {
  public static final Opro STANDARD = new Opro(20, 3, 8);

  @Override
  public String name() {
    return "opro";
  }

  @Override
  public PromptProposer proposer(Workbench bench, int passes) {
    return (history, room) -> {
      InstructionRequests requests =
          new InstructionRequests(bench, history.entry(0).candidate().instruction());
      List<SearchHistory.Entry> best = history.top(shown);
      int step = history.entries().getLast().step() + 1;
      List<Proposal> next = new ArrayList<>();
      for (int i = 0; i < Math.min(room, proposals); i++) {
        String draw = "opro " + step + " " + i;
        requests
            .asked(
                question(best, requests.sample(pairs, "opro " + step)),
                "Write a new prompt for the slot <PROMPT> that differs from all of these and scores"
                    + " as high as possible."
                    + requests.only(),
                draw)
            .map(best.getFirst().candidate()::withInstruction)
            .ifPresent(each -> next.add(Proposal.of(each, best.getFirst().id(), "from scores")));
      }
      return next;
    };
  }

  private static MetaPrompt question(List<SearchHistory.Entry> best, List<Demonstration> examples) {
    List<String> scored = new ArrayList<>();
    for (SearchHistory.Entry entry : best.reversed()) {
      scored.add(
          "Prompt: %s\nScore: %s"
              .formatted(entry.candidate().instruction(), MetaPrompt.points(entry.score())));
    }
    List<Demonstration> slotted =
        examples.stream()
            .map(each -> Demonstration.of(each.input() + "\nPrompt: <PROMPT>", each.output()))
            .toList();
    return new MetaPrompt().section("Scored prompts", String.join("\n\n", scored)).pairs(slotted);
  }
}
