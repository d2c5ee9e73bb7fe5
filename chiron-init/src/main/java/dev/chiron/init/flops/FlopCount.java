package dev.chiron.init.flops;

import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.intervention.Site;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/** What a network costs to train, by its configuration. */
public final class FlopCount {
  /** A product and a sum for each weight forward, and twice as much backward. */
  private static final long PER_WEIGHT = 6;

  /** Scores and mixing, each 2 a unit of the queries and a key, forward and twice backward. */
  private static final long PER_SCORE = 12;

  private FlopCount() {}

  /**
   * Floating-point operations of training on one token: {@code 6 · (weights of all linear maps, the
   * head among them) + 12 · context · (width of the queries of all layers)}. The attention counts
   * as if every token saw a whole context. Norms and sums are left out, as is usual.
   *
   * @param context tokens of a row
   */
  public static long perToken(Network network, int context) {
    SequencedMap<String, long[]> shapes = network.shapes();
    long flops = 0;
    for (Map.Entry<Site, String> map : network.linearSites().entrySet()) {
      long[] shape = shapes.get(map.getValue());
      if (shape == null) {
        throw new IllegalStateException("no shape of " + map.getValue());
      }
      flops += PER_WEIGHT * shape[0] * shape[1];
      if (map.getKey().part().endsWith(Site.ATTENTION_QUERY)) {
        flops += PER_SCORE * shape[0] * context;
      }
    }
    return flops;
  }

  /**
   * Weights of the linear maps in the layers: the N of the usual rule of 6 · N · tokens, which
   * leaves embeddings and the head out.
   */
  public static long layerWeights(Network network) {
    SequencedMap<String, long[]> shapes = network.shapes();
    return network.linearSites().entrySet().stream()
        .filter(map -> map.getKey().layer() != Site.OUTSIDE)
        .map(map -> shapes.get(map.getValue()))
        .filter(Objects::nonNull)
        .mapToLong(shape -> shape[0] * shape[1])
        .sum();
  }
}
