package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.KeyValues;
import dev.chiron.nn.tensor.Scope;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * What a decoder sees of its source, kept from the first pass on: keys and values by layer, and
 * which of them are real. It owns its tensors, which carry no gradients.
 */
final class SourceMemory implements AutoCloseable {
  private final TreeMap<Integer, KeyValues> layers = new TreeMap<>();
  private Optional<Tensor> valid = Optional.empty();

  /** Whether a pass has filled it. */
  boolean isFilled() {
    return !layers.isEmpty();
  }

  /** Boolean [batch, source time]: false at padding; all are real if it is empty. */
  Optional<Tensor> valid() {
    return valid;
  }

  /** The mask of the source of the first pass. */
  void keepValid(Optional<Tensor> mask) {
    valid = mask.map(each -> Scope.own(each.detach()));
  }

  /** The keys and values of a layer, computed once. */
  KeyValues layer(int index, Supplier<KeyValues> computed) {
    KeyValues known = layers.get(index);
    if (known == null) {
      KeyValues fresh = computed.get();
      known =
          new KeyValues(
              Scope.own(fresh.keys().detach().contiguous()),
              Scope.own(fresh.values().detach().contiguous()));
      layers.put(index, known);
    }
    return known;
  }

  /** The memory whose row {@code i} is row {@code index[i]} of this one. */
  SourceMemory select(Tensor index) {
    SourceMemory selected = new SourceMemory();
    selected.valid = valid.map(each -> Scope.own(each.index_select(0, index)));
    layers.forEach(
        (layer, each) ->
            selected.layers.put(
                layer,
                new KeyValues(
                    Scope.own(each.keys().index_select(0, index)),
                    Scope.own(each.values().index_select(0, index)))));
    return selected;
  }

  @Override
  public void close() {
    valid.ifPresent(Tensor::close);
    for (KeyValues each : layers.values()) {
      each.keys().close();
      each.values().close();
    }
    layers.clear();
  }
}
