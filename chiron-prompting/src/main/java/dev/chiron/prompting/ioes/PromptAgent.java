package dev.chiron.prompting.ioes;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.random.Seeds;
import dev.chiron.prompting.search.InstructionRequests;
import dev.chiron.prompting.search.PromptCandidate;
import dev.chiron.prompting.search.PromptProposer;
import dev.chiron.prompting.search.Proposal;
import dev.chiron.prompting.search.SearchHistory;
import dev.chiron.prompting.search.Workbench;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * PromptAgent (Wang et al. 2023, arXiv 2310.16427): Monte-Carlo tree search. A node is a prompt, an
 * action the feedback on some of its failures, the reward the score. A leaf is found by following
 * the largest
 *
 * <pre>
 *   UCT(c) = Q(c) + w · sqrt( ln N(parent) / N(c) )
 * </pre>
 *
 * where Q is the mean reward in the subtree of c and N its visits; it is expanded, and the rewards
 * of its children are carried back to the root. The result is the best node on the path with the
 * best mean reward. There is no roll-out beyond the expansion: the children's own scores are the
 * rewards, which spends every evaluation on a prompt that may be chosen.
 *
 * @param width children of an expansion; 3 in the paper
 * @param depth the deepest node; 8 in the paper
 * @param exploration w; 2.5 in the paper
 * @param group failures that a feedback is asked for
 */
public record PromptAgent(int width, int depth, double exploration, int group)
    implements InstructionOptimizer {
  public static final PromptAgent STANDARD = new PromptAgent(3, 8, 2.5, 4);

  @Override
  public String name() {
    return "promptagent";
  }

  @Override
  public PromptProposer proposer(Workbench bench, int passes) {
    return (history, room) -> {
      SearchTree tree = new SearchTree(history);
      return tree.leaf(depth, exploration).stream()
          .boxed()
          .flatMap(leaf -> expansion(bench, history, leaf, Math.min(room, width)).stream())
          .toList();
    };
  }

  @Override
  public PromptCandidate chosen(SearchHistory history) {
    return new SearchTree(history)
        .bestPath().stream()
            .map(history::entry)
            .max(Comparator.comparingDouble(SearchHistory.Entry::score))
            .orElse(history.best())
            .candidate();
  }

  private List<Proposal> expansion(Workbench bench, SearchHistory history, int node, int children) {
    SearchHistory.Entry parent = history.entry(node);
    InstructionRequests requests =
        new InstructionRequests(bench, history.entry(0).candidate().instruction());
    int step = history.entries().getLast().step() + 1;
    List<Proposal> made = new ArrayList<>();
    for (int child = 0; child < children; child++) {
      String draw = "step " + step + " of " + node + " child " + child;
      List<Evaluated> failures =
          Seeds.sample(
              parent.scored().failures(), group, bench.seeds().generator("failures " + draw));
      List<String> feedback =
          failures.isEmpty()
              ? List.of()
              : requests.reasons(parent.candidate().instruction(), failures, 1, draw);
      for (String reason : feedback) {
        requests
            .edit(parent.candidate().instruction(), failures, reason, draw + " edit")
            .ifPresent(
                edit ->
                    made.add(
                        new Proposal(
                            parent.candidate().withInstruction(edit),
                            node,
                            reason,
                            failures.stream().map(Evaluated::index).toList())));
      }
    }
    return made;
  }
}
