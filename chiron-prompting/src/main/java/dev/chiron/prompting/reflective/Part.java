package dev.chiron.prompting.reflective;

import dev.chiron.prompting.search.PromptCandidate;
import java.util.List;

/** The parts of a prompt that evolve by themselves: what the publication calls modules. */
public enum Part {
  INSTRUCTION {
    @Override
    boolean same(PromptCandidate one, PromptCandidate two) {
      return one.instruction().equals(two.instruction());
    }

    @Override
    PromptCandidate put(PromptCandidate into, PromptCandidate from) {
      return into.withInstruction(from.instruction());
    }
  },
  EXEMPLARS {
    @Override
    boolean same(PromptCandidate one, PromptCandidate two) {
      return one.exemplars().equals(two.exemplars());
    }

    @Override
    PromptCandidate put(PromptCandidate into, PromptCandidate from) {
      return into.showing(from.exemplars());
    }
  };

  /** All of them, in the order in which they take turns. */
  static final List<Part> ALL = List.of(values());

  /** Whether two candidates have this part in common. */
  abstract boolean same(PromptCandidate one, PromptCandidate two);

  /** A candidate with this part of another. */
  abstract PromptCandidate put(PromptCandidate into, PromptCandidate from);

  Part next() {
    return this == INSTRUCTION ? EXEMPLARS : INSTRUCTION;
  }
}
