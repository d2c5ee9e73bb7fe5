package dev.chiron.init.layers;

import dev.chiron.core.error.InputException;
import dev.chiron.nn.architecture.Network;
import dev.chiron.nn.weights.Weights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * For each layer of a network the layer of another one that it starts as.
 *
 * @param sources from 0, one for each layer of the new network
 */
public record LayerMap(List<Integer> sources) {
  private static final Pattern PART = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?(?:x(\\d{1,4}))?");

  public LayerMap {
    sources = List.copyOf(sources);
    if (sources.isEmpty() || sources.stream().anyMatch(source -> source < 0)) {
      throw new IllegalArgumentException("a layer map needs layers, counted from 0: " + sources);
    }
  }

  /** All layers, one after the other, several times: 0 1 2 0 1 2. */
  public static LayerMap stack(int layers, int times) {
    return new LayerMap(IntStream.range(0, layers * times).mapToObj(i -> i % layers).toList());
  }

  /** Each layer several times in a row: 0 0 1 1 2 2. */
  public static LayerMap interpolate(int layers, int times) {
    return new LayerMap(IntStream.range(0, layers * times).mapToObj(i -> i / times).toList());
  }

  /** A layer several times in a row, each as often as its number says: [2, 1] is 0 0 1. */
  public static LayerMap repeated(List<Integer> times) {
    return new LayerMap(
        IntStream.range(0, times.size())
            .boxed()
            .flatMap(layer -> IntStream.range(0, times.get(layer)).mapToObj(_ -> layer))
            .toList());
  }

  /**
   * Reads a list such as {@code 0,1-3x7,4-5}: layer 0, then layers 1 to 3 seven times, then 4 and
   * 5.
   *
   * @throws InputException if it is written otherwise
   */
  public static LayerMap parse(String text) {
    List<Integer> sources = new ArrayList<>();
    for (String part : text.strip().split(",", -1)) {
      Matcher matcher = PART.matcher(part.strip());
      if (!matcher.matches()) {
        throw new InputException(
            "layer list '%s': '%s' is neither a layer, a range nor a repeated one (write"
                    .formatted(text, part)
                + " 0,1-3x7,4-5)");
      }
      int from = Integer.parseInt(matcher.group(1));
      int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
      int times = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
      if (to < from || times < 1) {
        throw new InputException("layer list '" + text + "': '" + part + "' is empty");
      }
      for (int i = 0; i < times; i++) {
        IntStream.rangeClosed(from, to).forEach(sources::add);
      }
    }
    return new LayerMap(sources);
  }

  /** How many layers the new network has. */
  public int size() {
    return sources.size();
  }

  /**
   * How much of the old network's order is kept: the share of adjacent layers of the new network
   * whose sources are consecutive too, {@code #(source(i+1) = source(i) + 1) / (L - 1)} (arXiv
   * 2405.15319). 1 for a single layer.
   */
  public double connectionRate() {
    if (size() == 1) {
      return 1;
    }
    long kept =
        IntStream.range(0, size() - 1)
            .filter(i -> sources.get(i + 1) == sources.get(i) + 1)
            .count();
    return (double) kept / (size() - 1);
  }

  /** The layers of the new network that repeat a source of an earlier one. */
  public Set<Integer> repeats() {
    Set<Integer> seen = new HashSet<>();
    return IntStream.range(0, size())
        .filter(i -> !seen.add(sources.get(i)))
        .boxed()
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * A view in which every layer of the new network is one of the old; what is outside the layers is
   * as it was. Copies of a layer are the same tensors: {@link
   * dev.chiron.nn.weights.Parameters#copyOf} makes them independent, whoever keeps the view ties
   * them.
   *
   * @param target the new network; differs from the old in the number of layers only
   * @throws InputException if a source is no layer of the old network
   */
  public Weights view(Weights old, Network target) {
    LinkedHashMap<String, String> names = new LinkedHashMap<>();
    for (String name : target.shapes().keySet()) {
      names.put(name, source(name, old));
    }
    return old.rename(names);
  }

  private String source(String name, Weights old) {
    int layer = LayerNames.layer(name).orElse(-1);
    if (layer < 0) {
      return name;
    }
    String there = LayerNames.at(name, sources.get(layer));
    if (old.has(there)) {
      return there;
    }
    // What only the first layer of a stack has, such as T5's table of distances, stays there.
    if (old.has(name) && layer == 0) {
      return name;
    }
    throw new InputException(
        "layer %d is to start as layer %d, which the model does not have"
            .formatted(layer, sources.get(layer)));
  }
}
