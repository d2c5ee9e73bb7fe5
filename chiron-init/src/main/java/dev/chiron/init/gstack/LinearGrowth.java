package dev.chiron.init.gstack;

import dev.chiron.core.random.Seeds;
import dev.chiron.init.layers.LayerMap;
import dev.chiron.init.layers.LayerNames;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.intervention.Site;
import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import dev.chiron.nn.weights.Parameters;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights of a larger decoder as a linear function of a smaller one's: with the maps B of widths
 * and the mixtures D of layers, {@code W'ₗ = B_out (Σⱼ Dₗⱼ Wⱼ) B_inᵀ}, and alike for vectors. What
 * is read from it is recorded for the gradients of the maps.
 */
final class LinearGrowth implements Weights {
  private static final String WIDTH = "width.";
  private static final String DEPTH = "depth.";

  private final Weights base;
  private final Decoder target;
  private final Parameters maps;
  private final Map<String, List<String>> widths = new LinkedHashMap<>();
  private final int baseLayers;

  private LinearGrowth(Weights base, Decoder from, Decoder target, Parameters maps) {
    this.base = base;
    this.target = target;
    this.maps = maps;
    this.baseLayers = from.config().layers();
    widths.putAll(mapsOfDimensions(target));
  }

  /**
   * Starts as copying: B is the identity with copies of old units below, D the 0/1 matrix of a list
   * of layers.
   */
  static LinearGrowth start(
      Weights base, Decoder from, Decoder target, LayerMap layers, Seeds seeds) {
    Map<String, Tensor> maps = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      if (target.config().width() != from.config().width()) {
        Units units = Units.of(from, target, Optional.of(seeds.generator("units")));
        put(maps, "residual", units, Axis.RESIDUAL, from);
        put(maps, "query", units, Axis.QUERY, from);
        put(maps, "key", units, Axis.KEY, from);
        put(maps, "value", units, Axis.KEY, from);
        put(maps, "inner", units, Axis.INNER, from);
      }
      int old = from.config().layers();
      for (String name : target.shapes().keySet()) {
        if (LayerNames.layer(name).isPresent()) {
          maps.computeIfAbsent(
              DEPTH + LayerNames.kind(name),
              _ -> oneHot(layers.sources().stream().mapToInt(i -> i).toArray(), old));
        }
      }
      return new LinearGrowth(base, from, target, Parameters.owning(maps));
    }
  }

  private static void put(
      Map<String, Tensor> maps, String name, Units units, Axis axis, Decoder from) {
    maps.put(WIDTH + name, oneHot(units.sources(axis), Math.toIntExact(axis.size(from))));
  }

  private static Tensor oneHot(int[] sources, int columns) {
    float[] values = new float[sources.length * columns];
    for (int row = 0; row < sources.length; row++) {
      values[row * columns + sources[row]] = 1;
    }
    return Tensors.floats(values, sources.length, columns);
  }

  /** The maps, to be trained; closed by the caller. */
  Parameters maps() {
    return maps;
  }

  /** For each weight the map of each of its dimensions; empty for one that stays. */
  private static Map<String, List<String>> mapsOfDimensions(Decoder target) {
    boolean ownHeads = target.config().heads() == target.config().keyValueHeads();
    Map<String, String> outputs = new LinkedHashMap<>();
    Map<String, String> inputs = new LinkedHashMap<>();
    target
        .linearSites()
        .forEach(
            (site, name) -> {
              outputs.put(
                  name.substring(0, name.lastIndexOf('.')),
                  switch (site.part()) {
                    case Site.ATTENTION_QUERY -> "query";
                    case Site.ATTENTION_KEY -> "key";
                    case Site.ATTENTION_VALUE -> "value";
                    default -> "";
                  });
              // What comes out of the heads is of values, unless several heads share them.
              if (site.part().equals(Site.ATTENTION_OUTPUT)) {
                inputs.put(name, ownHeads ? "value" : "query");
              }
            });
    Map<String, List<String>> found = new LinkedHashMap<>();
    Axis.of(target)
        .forEach(
            (name, axes) -> {
              List<String> own = new ArrayList<>();
              for (int i = 0; i < axes.size(); i++) {
                String special =
                    i == 0
                        ? outputs.getOrDefault(name.substring(0, name.lastIndexOf('.')), "")
                        : inputs.getOrDefault(name, "");
                own.add(
                    switch (axes.get(i)) {
                      case RESIDUAL -> "residual";
                      case INNER -> "inner";
                      case QUERY, KEY -> special;
                      case FIXED -> "";
                    });
              }
              found.put(name, own);
            });
    return found;
  }

  @Override
  public Tensor get(String name) {
    List<String> dimensions = widths.get(name);
    if (dimensions == null) {
      throw new IllegalArgumentException("there is no weight named '" + name + "'");
    }
    Tensor grown = mixed(name);
    for (int i = 0; i < dimensions.size(); i++) {
      String map = WIDTH + dimensions.get(i);
      if (maps.has(map)) {
        grown = i == 0 ? maps.get(map).matmul(grown) : grown.matmul(maps.get(map).t());
      }
    }
    return grown;
  }

  /** Σⱼ Dₗⱼ Wⱼ; a weight outside the layers as it is. */
  private Tensor mixed(String name) {
    if (LayerNames.layer(name).isEmpty()) {
      return base.get(name);
    }
    List<Tensor> layers = new ArrayList<>();
    for (int j = 0; j < baseLayers; j++) {
      layers.add(base.get(LayerNames.at(name, j)));
    }
    Tensor stacked = Tensors.stack(layers, 0);
    Tensor shares =
        maps.get(DEPTH + LayerNames.kind(name)).select(0, LayerNames.layer(name).getAsInt());
    return shares
        .unsqueeze(0)
        .matmul(stacked.reshape(baseLayers, -1))
        .reshape(Tensors.shape(layers.getFirst()));
  }

  @Override
  public SequencedSet<String> names() {
    SequencedMap<String, long[]> shapes = target.shapes();
    return Collections.unmodifiableSequencedSet(shapes.sequencedKeySet());
  }

  @Override
  public boolean has(String name) {
    return widths.containsKey(name);
  }
}
