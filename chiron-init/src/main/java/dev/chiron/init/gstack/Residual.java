package dev.chiron.init.gstack;

import dev.chiron.core.error.InputException;
import dev.chiron.init.layers.LayerNames;
import dev.chiron.nn.architecture.BlockOrder;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.architecture.VisionEncoder;
import dev.chiron.nn.intervention.Site;
import java.util.Set;
import java.util.stream.Collectors;

/** The maps that write to the residual stream. */
final class Residual {
  private Residual() {}

  static boolean writes(Site site) {
    return site.part().endsWith(Site.ATTENTION_OUTPUT)
        || site.part().equals(Site.FEED_FORWARD_DOWN);
  }

  /** The weights and biases of those maps in some layers. */
  static Set<String> written(Network network, Set<Integer> layers) {
    Set<String> modules =
        network.linearSites().entrySet().stream()
            .filter(map -> writes(map.getKey()))
            .map(map -> map.getValue().substring(0, map.getValue().lastIndexOf('.')))
            .collect(Collectors.toSet());
    return network.shapes().keySet().stream()
        .filter(name -> layers.contains(LayerNames.layer(name).orElse(-1)))
        .filter(name -> modules.contains(name.substring(0, name.lastIndexOf('.'))))
        .collect(Collectors.toSet());
  }

  /**
   * Sees to it that a layer that adds nothing is the identity.
   *
   * @throws InputException if its norms come after the sums
   */
  static void checkIdentity(Network network, String operator) {
    boolean before =
        switch (network) {
          case Decoder decoder -> decoder.config().order() != BlockOrder.POST_NORM;
          case VisionEncoder _ -> true;
          default -> false;
        };
    if (!before) {
      throw new InputException(
          operator
              + ": needs a decoder or a vision encoder whose norms stand before the blocks; "
              + network.config().modelType()
              + " grows by stack or interpolate");
    }
  }
}
