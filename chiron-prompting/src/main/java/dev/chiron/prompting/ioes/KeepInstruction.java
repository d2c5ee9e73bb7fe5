package dev.chiron.prompting.ioes;

import dev.chiron.prompting.search.PromptProposer;
import dev.chiron.prompting.search.Workbench;
import java.util.List;

/** No search: the first instruction stays. Its one evaluation gives the pool of exemplars. */
public record KeepInstruction() implements InstructionOptimizer {
  @Override
  public String name() {
    return "none";
  }

  @Override
  public PromptProposer proposer(Workbench bench, int passes) {
    return (history, room) -> List.of();
  }
}
