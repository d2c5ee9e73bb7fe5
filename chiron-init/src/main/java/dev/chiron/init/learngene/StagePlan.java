package dev.chiron.init.learngene;

import dev.chiron.core.error.InputException;
import dev.chiron.init.layers.LayerMap;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the layers of an auxiliary network are grouped: all layers of a stage have one set of
 * weights.
 *
 * @param sizes layers of each stage
 */
public record StagePlan(List<Integer> sizes) {
  public StagePlan {
    sizes = List.copyOf(sizes);
    if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 1)) {
      throw new InputException("stages: each needs a layer or more, not " + sizes);
    }
  }

  /** Stages of given sizes; the paper's are 3, 3, 4, 3, 3. */
  public static StagePlan of(Integer... sizes) {
    return new StagePlan(List.of(sizes));
  }

  /** Stages as alike as can be, the earlier ones larger. */
  public static StagePlan even(int layers, int stages) {
    return new StagePlan(spread(layers, stages));
  }

  /**
   * Reads sizes with commas between.
   *
   * @throws InputException if it is written otherwise
   */
  public static StagePlan parse(String text) {
    if (!text.strip().matches("[1-9]\\d{0,3}(,[1-9]\\d{0,3})*")) {
      throw new InputException("stages '" + text + "': write the layers of each, as 3,3,4,3,3");
    }
    return new StagePlan(Arrays.stream(text.strip().split(",")).map(Integer::valueOf).toList());
  }

  /** {@code floor(L / S) + (s < L mod S)} layers for stage s. */
  private static List<Integer> spread(int layers, int stages) {
    if (stages < 1 || layers < stages) {
      throw new InputException("%d layers do not fill %d stages".formatted(layers, stages));
    }
    return IntStream.range(0, stages)
        .mapToObj(stage -> layers / stages + (stage < layers % stages ? 1 : 0))
        .toList();
  }

  /** How many stages there are: the layers that are stored. */
  public int stages() {
    return sizes.size();
  }

  /** Layers of the auxiliary network. */
  public int layers() {
    return sizes.stream().mapToInt(Integer::intValue).sum();
  }

  /** For each layer of the auxiliary network its stage. */
  public LayerMap auxiliary() {
    return LayerMap.repeated(sizes);
  }

  /**
   * For each layer of a descendant the stage that it starts as: spread evenly, the remainder to the
   * earliest stages. A descendant of fewer layers than stages takes stages at even distances, which
   * is not the paper's: it says nothing of such.
   */
  public LayerMap descendant(int layers) {
    if (layers < 1) {
      throw new InputException("a descendant needs a layer or more, not " + layers);
    }
    if (layers >= stages()) {
      return LayerMap.repeated(spread(layers, stages()));
    }
    return new LayerMap(
        IntStream.range(0, layers)
            .mapToObj(
                i ->
                    layers == 1
                        ? 0
                        : Math.toIntExact(Math.round(i * (stages() - 1.0) / (layers - 1))))
            .toList());
  }

  @Override
  public String toString() {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
