package dev.chiron.nn.intervention;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A named place in a forward pass: {@code layers.3.attention.query}, {@code layers.3.residual}, or
 * outside the layers {@code embedding} and {@code head}.
 *
 * @param layer counts from 0; {@link #OUTSIDE} outside the layers
 * @param part the place in the layer, such as {@link #ATTENTION_QUERY}
 */
public record Site(int layer, String part) {
  /** The layer of a site that is in no layer. */
  public static final int OUTSIDE = -1;

  /** The projection to queries. */
  public static final String ATTENTION_QUERY = "attention.query";

  /** The projection to keys. */
  public static final String ATTENTION_KEY = "attention.key";

  /** The projection to values. */
  public static final String ATTENTION_VALUE = "attention.value";

  /** The projection of the mixed values back to the width of the model. */
  public static final String ATTENTION_OUTPUT = "attention.output";

  /** The gate of a gated feed-forward layer. */
  public static final String FEED_FORWARD_GATE = "feedforward.gate";

  /** The first projection of a feed-forward layer. */
  public static final String FEED_FORWARD_UP = "feedforward.up";

  /** The last projection of a feed-forward layer. */
  public static final String FEED_FORWARD_DOWN = "feedforward.down";

  /** The residual stream as it leaves the layer. */
  public static final String RESIDUAL = "residual";

  /** The embedded tokens: the residual stream as it enters the first layer. */
  public static final Site EMBEDDING = new Site(OUTSIDE, "embedding");

  /** The projection to logits. */
  public static final Site HEAD = new Site(OUTSIDE, "head");

  private static final Pattern IN_LAYER = Pattern.compile("layers\\.(\\d{1,6})\\.(.+)");

  /** Reads the dotted name that {@link #name} writes. */
  public static Site parse(String name) {
    Matcher matcher = IN_LAYER.matcher(name);
    return matcher.matches()
        ? new Site(Integer.parseInt(matcher.group(1)), matcher.group(2))
        : new Site(OUTSIDE, name);
  }

  /** The dotted name. */
  public String name() {
    return layer == OUTSIDE ? part : "layers." + layer + "." + part;
  }

  @Override
  public String toString() {
    return name();
  }
}
