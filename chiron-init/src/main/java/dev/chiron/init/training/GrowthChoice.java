package dev.chiron.init.training;

import dev.chiron.core.error.InputException;
import dev.chiron.init.gstack.DepthCopy;
import dev.chiron.init.gstack.GrowthOperator;
import dev.chiron.init.gstack.MaskSchedule;
import dev.chiron.init.gstack.MaskedDepth;
import dev.chiron.init.gstack.ZeroDepth;
import dev.chiron.init.layers.LayerMap;
import dev.chiron.init.layers.Resizing;
import dev.chiron.nn.architecture.Architecture;
import dev.chiron.nn.architecture.Decoder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Growth in depth while a model is trained from nothing, such as {@code stack:4@10%}: the operator,
 * by how much, and the share of the tokens that the base is trained on.
 *
 * @param share of the target's tokens; by the law of timing if it is empty
 */
public record GrowthChoice(String operator, int factor, Optional<Double> share) {
  private static final Pattern SHAPE =
      Pattern.compile("([a-z-]+):(\\d{1,3})(?:@(\\d{1,2}(?:\\.\\d{1,3})?)%)?");

  /**
   * Reads a choice.
   *
   * @throws InputException if it is written otherwise
   */
  public static GrowthChoice parse(String text) {
    Matcher matcher = SHAPE.matcher(text.strip());
    if (!matcher.matches()) {
      throw new InputException(
          "growth '" + text + "': write OPERATOR:FACTOR or OPERATOR:FACTOR@SHARE%, as stack:4@10%");
    }
    return new GrowthChoice(
        matcher.group(1),
        Integer.parseInt(matcher.group(2)),
        Optional.ofNullable(matcher.group(3)).map(share -> Double.parseDouble(share) / 100));
  }

  /**
   * The shallow network that grows into a model.
   *
   * @throws InputException if the factor does not divide its layers
   */
  public Decoder base(Decoder target) {
    int layers = target.config().layers();
    if (factor < 2 || layers % factor != 0) {
      throw new InputException(
          "growth by %d: the model's %d layers are no multiple of it".formatted(factor, layers));
    }
    return new Decoder(target.config().toBuilder().layers(layers / factor).build());
  }

  /**
   * The operator for a base.
   *
   * @param steps of the grown network, in half of which masks rise
   */
  GrowthOperator operator(Architecture base, long steps) {
    LayerMap stack = LayerMap.stack(Resizing.layers(base), factor);
    return switch (operator) {
      case "stack" -> new DepthCopy(operator, stack);
      case "interpolate" -> DepthCopy.interpolate(base, factor);
      case "zero-depth" -> new ZeroDepth(stack);
      case "random-depth" ->
          new MaskedDepth(
              stack, new MaskSchedule(MaskSchedule.Shape.LINEAR, Math.max(1, steps / 2)));
      default ->
          throw new InputException(
              "growth '"
                  + operator
                  + "': give stack, interpolate, zero-depth or random-depth; the others grow"
                  + " finished models by chiron grow");
    };
  }
}
