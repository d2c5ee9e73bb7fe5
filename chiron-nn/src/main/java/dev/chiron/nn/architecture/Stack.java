package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.Site;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** The layers of an encoder, or of a decoder that also attends to a source. */
final class Stack {
  private final List<StackLayer> layers;

  /**
   * A stack.
   *
   * @param tower of its sites
   * @param names the modules of a layer, by its index
   */
  Stack(StackShape shape, String tower, IntFunction<StackLayer.Names> names) {
    layers =
        IntStream.range(0, shape.layers())
            .mapToObj(i -> new StackLayer(i, tower, shape, names.apply(i)))
            .toList();
  }

  void addShapes(Map<String, long[]> shapes) {
    layers.forEach(layer -> layer.addShapes(shapes));
  }

  void addSites(Map<Site, String> sites) {
    layers.stream()
        .flatMap(layer -> layer.projections().stream())
        .forEach(each -> sites.put(each.site(), each.weight()));
  }

  /** [batch, time, width] to the same. */
  Tensor forward(Tensor stream, StackLayer.Pass pass) {
    Tensor result = stream;
    for (StackLayer layer : layers) {
      result = layer.forward(result, pass);
    }
    return result;
  }
}
