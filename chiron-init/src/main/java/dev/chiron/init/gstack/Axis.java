package dev.chiron.init.gstack;

import dev.chiron.core.error.InputException;
import dev.chiron.init.layers.LayerNames;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.intervention.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What the units along one dimension of a decoder's weight are. */
enum Axis {
  /** Units of the residual stream. */
  RESIDUAL,
  /** Units of the heads of the queries. */
  QUERY,
  /** Units of the heads of keys and values. */
  KEY,
  /** Units between the projections of a feed-forward block. */
  INNER,
  /** Tokens, positions, or units inside a head: they stay as they are. */
  FIXED;

  /** How many units there are. */
  long size(Decoder decoder) {
    var config = decoder.config();
    return switch (this) {
      case RESIDUAL -> config.width();
      case QUERY -> (long) config.heads() * config.headSize();
      case KEY -> (long) config.keyValueHeads() * config.headSize();
      case INNER -> config.feedForwardWidth();
      case FIXED -> throw new IllegalStateException("fixed dimensions have no common size");
    };
  }

  /** What the dimensions of each weight are, out before in. */
  static SequencedMap<String, List<Axis>> of(Decoder decoder) {
    SequencedMap<String, List<Axis>> axes = new LinkedHashMap<>();
    Map<String, Axis> outputs = new LinkedHashMap<>();
    decoder
        .linearSites()
        .forEach(
            (site, weight) -> {
              List<Axis> pair = of(site);
              axes.put(weight, pair);
              outputs.put(weight.replaceFirst("weight$", "bias"), pair.getFirst());
            });
    long width = decoder.config().width();
    decoder
        .shapes()
        .forEach(
            (name, shape) -> {
              if (axes.containsKey(name)) {
                return;
              }
              Optional<Axis> bias = Optional.ofNullable(outputs.get(name));
              List<Axis> own = new ArrayList<>();
              for (int i = 0; i < shape.length; i++) {
                boolean last = i == shape.length - 1;
                boolean inHead = name.contains("q_norm") || name.contains("k_norm");
                own.add(bias.orElse(last && !inHead && shape[i] == width ? RESIDUAL : FIXED));
              }
              axes.put(name, own);
            });
    return axes;
  }

  private static List<Axis> of(Site site) {
    return switch (site.part()) {
      case Site.ATTENTION_QUERY -> List.of(QUERY, RESIDUAL);
      case Site.ATTENTION_KEY, Site.ATTENTION_VALUE -> List.of(KEY, RESIDUAL);
      case Site.ATTENTION_OUTPUT -> List.of(RESIDUAL, QUERY);
      case Site.FEED_FORWARD_GATE, Site.FEED_FORWARD_UP -> List.of(INNER, RESIDUAL);
      case Site.FEED_FORWARD_DOWN -> List.of(RESIDUAL, INNER);
      case "head" -> List.of(FIXED, RESIDUAL);
      default -> throw new InputException("a decoder with " + site + " is not grown in width");
    };
  }

  /**
   * The norm before the head: what is applied to the stream outside the layers, of one dimension.
   */
  static boolean isFinalNorm(String name, List<Axis> axes) {
    return axes.equals(List.of(RESIDUAL)) && LayerNames.layer(name).isEmpty();
  }
}
