package dev.chiron.prompting.bayesian;

import dev.chiron.prompting.search.Exemplar;
import dev.chiron.prompting.search.PromptCandidate;
import java.util.List;

/** What is searched over: every instruction with every exemplar set. */
record PairSpace(List<String> instructions, List<List<Exemplar>> sets) {
  PairSpace {
    instructions = List.copyOf(instructions);
    sets = List.copyOf(sets);
  }

  /** How many choices there are for either part. */
  List<Integer> choices() {
    return List.of(instructions.size(), sets.size());
  }

  /** The prompt of a pair. */
  PromptCandidate candidate(List<Integer> pair) {
    return PromptCandidate.of(instructions.get(pair.getFirst())).showing(sets.get(pair.getLast()));
  }
}
