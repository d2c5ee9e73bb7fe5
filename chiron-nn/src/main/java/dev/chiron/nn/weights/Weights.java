package dev.chiron.nn.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.bytedeco.pytorch.Tensor;

/**
 * A read-only view from name to tensor. A method that changes weights (fast weights, merged
 * adapters, grown or predicted weights) is a function from one view to another; whoever made a
 * tensor frees it.
 */
public interface Weights {
  /**
   * The tensor of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  Tensor get(String name);

  /** All names, in the order of the architecture where there is one. */
  SequencedSet<String> names();

  default boolean has(String name) {
    return names().contains(name);
  }

  /** A view of a map, which is copied; the tensors are not. */
  static Weights of(Map<String, Tensor> tensors) {
    SequencedMap<String, Tensor> copy = new LinkedHashMap<>(tensors);
    return new Weights() {
      @Override
      public Tensor get(String name) {
        Tensor tensor = copy.get(name);
        if (tensor == null) {
          throw new IllegalArgumentException("there is no weight named '" + name + "'");
        }
        return tensor;
      }

      @Override
      public SequencedSet<String> names() {
        return Collections.unmodifiableSequencedSet(copy.sequencedKeySet());
      }

      @Override
      public boolean has(String name) {
        return copy.containsKey(name);
      }
    };
  }

  /** This view with the tensors of {@code upper} in front: it wins where both have a name. */
  default Weights overlay(Weights upper) {
    Weights lower = this;
    SequencedSet<String> names = new LinkedHashSet<>(lower.names());
    names.addAll(upper.names());
    return new Weights() {
      @Override
      public Tensor get(String name) {
        return upper.has(name) ? upper.get(name) : lower.get(name);
      }

      @Override
      public SequencedSet<String> names() {
        return Collections.unmodifiableSequencedSet(names);
      }

      @Override
      public boolean has(String name) {
        return upper.has(name) || lower.has(name);
      }
    };
  }

  /**
   * This view under other names, such as one layer's tensors under the names of all layers that
   * share them.
   *
   * @param names from the name in the new view to the name in this one; a name of this view that no
   *     entry leads to is not in the new one
   */
  default Weights rename(SequencedMap<String, String> names) {
    LinkedHashMap<String, Tensor> renamed = new LinkedHashMap<>();
    names.forEach((newName, oldName) -> renamed.put(newName, get(oldName)));
    return of(renamed);
  }

  /** All tensors by name. */
  default SequencedMap<String, Tensor> toMap() {
    LinkedHashMap<String, Tensor> map = new LinkedHashMap<>();
    names().forEach(name -> map.put(name, get(name)));
    return map;
  }
}
