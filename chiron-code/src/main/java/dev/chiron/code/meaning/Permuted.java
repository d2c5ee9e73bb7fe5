package dev.chiron.code.meaning;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A language whose actions have changed places: as complex as the original, and another meaning.
 */
record Permuted<S>(Semantics<S> original, List<Integer> permutation) implements Semantics<S> {
  Permuted {
    permutation = List.copyOf(permutation);
    int actions = original.actions().size();
    if (permutation.size() != actions || permutation.stream().distinct().count() != actions) {
      throw new IllegalArgumentException(permutation + " does not permute " + actions + " actions");
    }
  }

  @Override
  public String name() {
    return original.name() + permutation;
  }

  @Override
  public List<String> actions() {
    return original.actions();
  }

  @Override
  public List<Integer> frequencies() {
    return original.frequencies();
  }

  @Override
  public S after(S state, int action) {
    return original.after(state, permutation.get(action));
  }

  @Override
  public S start(RandomGenerator random) {
    return original.start(random);
  }

  @Override
  public List<Integer> written(S state) {
    return original.written(state);
  }

  @Override
  public int stateVocabulary() {
    return original.stateVocabulary();
  }

  @Override
  public List<Feature<S>> features() {
    return original.features();
  }

  @Override
  public List<List<Integer>> permutations() {
    return original.permutations();
  }
}
