package dev.chiron.init.gstack;

import dev.chiron.core.error.InputException;
import dev.chiron.init.layers.LayerMap;
import dev.chiron.init.layers.Resizing;
import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.architecture.Network;
import java.util.List;
import java.util.Optional;

/**
 * A growth as a user names it.
 *
 * @param operator one of {@link #NAMES}
 * @param factor for depth, unless there are layers or a list
 * @param layers of the grown model
 * @param list of the source of each layer, as {@link LayerMap#parse} reads it
 * @param width of the grown model; for width operators, and for the learned one
 * @param mask how the masked operators' new parts come in
 */
public record GrowthSpec(
    String operator,
    int factor,
    Optional<Integer> layers,
    Optional<String> list,
    Optional<Integer> width,
    MaskSchedule mask) {
  /** What there is, without the learned one, which needs a corpus. */
  public static final List<String> NAMES =
      List.of(
          "stack",
          "interpolate",
          "zero-depth",
          "random-depth",
          "split-width",
          "zero-width",
          "random-width",
          "learned");

  /**
   * The operator for a base.
   *
   * @throws InputException if there is none of this name, or the sizes cannot be reached; says
   *     which can
   */
  public GrowthOperator of(Network base) {
    return switch (operator) {
      case "stack" ->
          list.isPresent() ? DepthCopy.partial(map(base)) : new DepthCopy(operator, map(base));
      case "interpolate" ->
          new DepthCopy(operator, LayerMap.interpolate(Resizing.layers(base), depthFactor(base)));
      case "zero-depth" -> new ZeroDepth(map(base));
      case "random-depth" -> new MaskedDepth(map(base), mask);
      case "split-width" -> new SplitWidth(wider(base), true, false);
      case "zero-width" -> new ZeroWidth(wider(base));
      case "random-width" -> new MaskedWidth(wider(base), mask);
      default ->
          throw new InputException(
              "operator '" + operator + "': give one of " + String.join(", ", NAMES));
    };
  }

  /** The layers of a growth in depth. */
  public LayerMap map(Network base) {
    return list.map(LayerMap::parse)
        .orElseGet(() -> LayerMap.stack(Resizing.layers(base), depthFactor(base)));
  }

  private int depthFactor(Network base) {
    return layers
        .map(count -> DepthCopy.factor(Resizing.layers(base), count))
        .orElseGet(() -> DepthCopy.atLeastTwo(factor));
  }

  private int wider(Network base) {
    int wanted =
        width.orElseThrow(() -> new InputException(operator + ": give the width by --width"));
    if (base instanceof Decoder decoder && wanted <= decoder.config().width()) {
      throw new InputException(
          "width %d: the model has %d already".formatted(wanted, decoder.config().width()));
    }
    return wanted;
  }
}
