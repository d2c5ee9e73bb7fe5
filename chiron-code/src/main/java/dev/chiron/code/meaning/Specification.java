package dev.chiron.code.meaning;

import java.util.List;

/**
 * What a program does to some states.
 *
 * @param inputs the states before
 * @param outputs the states after, one for each input
 * @param program its actions
 */
public record Specification<S>(List<S> inputs, List<S> outputs, List<Integer> program) {
  public Specification {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    program = List.copyOf(program);
  }

  /** Whether another program does the same to the inputs. */
  public boolean metBy(Semantics<S> semantics, List<Integer> other) {
    for (int i = 0; i < inputs.size(); i++) {
      S state = inputs.get(i);
      for (int action : other) {
        state = semantics.after(state, action);
      }
      if (!state.equals(outputs.get(i))) {
        return false;
      }
    }
    return true;
  }
}
