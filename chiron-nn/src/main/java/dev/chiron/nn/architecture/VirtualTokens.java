package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Interventions;
import dev.chiron.nn.intervention.KeyValues;
import dev.chiron.nn.tensor.Scope;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/**
 * What stands before the text of every row: keys and values by layer, and how many positions they
 * take.
 */
record VirtualTokens(int count, Map<Integer, KeyValues> layers) implements AutoCloseable {
  static final VirtualTokens NONE = new VirtualTokens(0, Map.of());

  /**
   * Refuses interventions with virtual tokens.
   *
   * @throws IllegalArgumentException if there are any
   */
  static void refuse(Interventions interventions, String modelType) {
    if (interventions.virtualTokens() > 0) {
      throw new IllegalArgumentException(modelType + " takes no prefixes and no soft prompts");
    }
  }

  /** The same, to outlive the scopes that are open now, without gradients, until it is closed. */
  VirtualTokens owned() {
    Map<Integer, KeyValues> owned = new TreeMap<>();
    layers.forEach(
        (layer, each) -> owned.put(layer, new KeyValues(own(each.keys()), own(each.values()))));
    return new VirtualTokens(count, owned);
  }

  private static Tensor own(Tensor tensor) {
    return Scope.own(tensor.detach());
  }

  @Override
  public void close() {
    layers
        .values()
        .forEach(
            each -> {
              each.keys().close();
              each.values().close();
            });
  }
}
