package dev.chiron.init.gstack;

import dev.chiron.core.random.Seeds;
import dev.chiron.init.layers.LayerMap;
import dev.chiron.init.layers.LayerNames;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * G_random in depth: layers that repeat a source are random, and what they add to the residual
 * stream is multiplied by c, {@code y = x + c · f(x)}, which rises from 0 to 1 while the grown
 * network is trained. At c = 0 the function stays.
 *
 * @param map which layer is kept, and where the random ones stand
 * @param schedule how c rises
 */
public record MaskedDepth(LayerMap map, MaskSchedule schedule) implements DepthOperator {
  @Override
  public String name() {
    return "random-depth";
  }

  @Override
  public Parameters grow(Network base, Weights weights, Seeds seeds) {
    Network target = target(base);
    try (Scope _ = Scope.open();
        Parameters fresh = target.initialize(seeds.child("layers"))) {
      Weights copied = map.view(weights, target);
      Map<String, Tensor> chosen = new LinkedHashMap<>();
      for (String name : target.shapes().keySet()) {
        boolean isNew = map.repeats().contains(LayerNames.layer(name).orElse(-1));
        chosen.put(name, (isNew ? fresh : copied).get(name));
      }
      return Parameters.copyOf(Weights.of(chosen));
    }
  }

  @Override
  public GrowthMask mask(Network base) {
    return new DepthMask(map.repeats(), schedule);
  }
}
