package dev.chiron.init.layers;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of the layer in the name of a weight: in every family the first part of the name that
 * is a number ({@code model.layers.3.mlp.up_proj.weight}, {@code encoder.block.3.layer.0…}).
 */
public final class LayerNames {
  private static final Pattern NUMBERED =
      Pattern.compile("([^0-9.][^.]*\\.(?:[^0-9.][^.]*\\.)*)(\\d+)(\\..+)");

  private LayerNames() {}

  /** The layer that a weight belongs to; empty for one outside the layers. */
  public static OptionalInt layer(String name) {
    Matcher matcher = NUMBERED.matcher(name);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(2)))
        : OptionalInt.empty();
  }

  /** The name of the same weight in another layer; a weight outside the layers keeps its name. */
  public static String at(String name, int layer) {
    Matcher matcher = NUMBERED.matcher(name);
    return matcher.matches() ? matcher.group(1) + layer + matcher.group(3) : name;
  }

  /** What a weight is in its layer, alike in all layers: its name with a star for the number. */
  public static String kind(String name) {
    Matcher matcher = NUMBERED.matcher(name);
    return matcher.matches() ? matcher.group(1) + "*" + matcher.group(3) : name;
  }
}
