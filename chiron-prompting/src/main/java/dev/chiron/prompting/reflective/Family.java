package dev.chiron.prompting.reflective;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who descends from whom in the pool; candidates are numbers from 0. */
final class Family {
  private final List<List<Integer>> parents = new ArrayList<>();

  /** Adds the next candidate. */
  void add(List<Integer> itsParents) {
    parents.add(List.copyOf(itsParents));
  }

  int size() {
    return parents.size();
  }

  /** All ancestors; a candidate is none of its own. */
  SortedSet<Integer> ancestors(int candidate) {
    SortedSet<Integer> found = new TreeSet<>();
    for (int parent : parents.get(candidate)) {
      found.add(parent);
      found.addAll(ancestors(parent));
    }
    return found;
  }

  /**
   * The ancestors that two candidates share, the latest first; none if one descends of the other.
   */
  List<Integer> common(int one, int two) {
    NavigableSet<Integer> shared = new TreeSet<>(ancestors(one));
    SortedSet<Integer> others = ancestors(two);
    if (shared.contains(two) || others.contains(one)) {
      return List.of();
    }
    shared.retainAll(others);
    return List.copyOf(shared.descendingSet());
  }
}
