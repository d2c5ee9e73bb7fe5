package dev.chiron.code.meaning;

import java.util.ArrayList;
import java.util.List;

/**
 * A program that a model wrote, with what the model held while it wrote it.
 *
 * @param start the first input of its specification
 * @param program its actions
 * @param states [actions][width]: the state at the place whose output is the action
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Trace<S>(S start, List<Integer> program, float[][] states) {
  /** The states of the world after each action; the one before the first comes first. */
  List<S> run(Semantics<S> semantics) {
    List<S> run = new ArrayList<>(List.of(start));
    for (int action : program) {
      run.add(semantics.after(run.getLast(), action));
    }
    return run;
  }
}
