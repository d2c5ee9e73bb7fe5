package dev.chiron.init.gstack;

import dev.chiron.init.layers.LayerMap;
import dev.chiron.init.layers.Resizing;
import dev.chiron.nn.architecture.Network;
import java.util.List;
import java.util.stream.IntStream;

/** Whether a map keeps the layers of the base. */
final class LayerOrder {
  private LayerOrder() {}

  /** Whether the layers that are no repeats are all layers of the base in their order. */
  static boolean keepsAll(LayerMap map, Network base) {
    List<Integer> kept =
        IntStream.range(0, map.size())
            .filter(layer -> !map.repeats().contains(layer))
            .map(layer -> map.sources().get(layer))
            .boxed()
            .toList();
    return kept.equals(IntStream.range(0, Resizing.layers(base)).boxed().toList());
  }
}
