package dev.chiron.code.meaning;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A small language of straight-line programs: actions, one behind the other, that change a state.
 * The study of meaning works on any; one's own is found by {@link java.util.ServiceLoader}.
 *
 * @param <S> a state, immutable
 */
public interface Semantics<S> {
  /** The name that commands take. */
  String name();

  /** The actions of programs, as they are written. */
  List<String> actions();

  /** How often a random program has each action, in any unit. */
  default List<Integer> frequencies() {
    return actions().stream().map(_ -> 1).toList();
  }

  /** The state after an action; one that can't be done leaves it. */
  S after(S state, int action);

  /** A state at random to start from. */
  S start(RandomGenerator random);

  /** A state in the text that a model reads: tokens from 0 to {@link #stateVocabulary} - 1. */
  List<Integer> written(S state);

  /** How many tokens states are written with. */
  int stateVocabulary();

  /** What of a state is looked for, the most telling first. */
  List<Feature<S>> features();

  /**
   * Other meanings of the same programs, each a permutation: action {@code a} does what {@code
   * permutation.get(a)} does in this one. None may be a symmetry of the states, or a probe reads it
   * off as well.
   */
  List<List<Integer>> permutations();

  /** The same programs with permuted meanings. */
  default Semantics<S> permuted(List<Integer> permutation) {
    return new Permuted<>(this, permutation);
  }
}
