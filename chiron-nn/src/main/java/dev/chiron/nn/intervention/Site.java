package dev.chiron.nn.intervention;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A named place in a forward pass: {@code layers.3.attention.query}, {@code layers.3.residual}, or
 * outside the layers {@code embedding} and {@code head}. Where a model has more than one stack of
 * layers, the name starts with the stack's: {@code decoder.layers.3.crossattention.key}.
 *
 * @param tower the stack, such as {@link #ENCODER}; {@link #NO_TOWER} where there is one only
 * @param layer counts from 0; {@link #OUTSIDE} outside the layers
 * @param part the place in the layer, such as {@link #ATTENTION_QUERY}
 */
public record Site(String tower, int layer, String part) {
  /** The tower of a model with one stack of layers. */
  public static final String NO_TOWER = "";

  /** The stack that reads the source of an encoder-decoder. */
  public static final String ENCODER = "encoder";

  /** The stack that writes the target of an encoder-decoder. */
  public static final String DECODER = "decoder";

  /** The stack of a dual encoder that reads texts. */
  public static final String TEXT = "text";

  /** The stack of a dual encoder that reads images. */
  public static final String IMAGE = "image";

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

  /** Before an attention part: that of the attention to a source. */
  public static final String CROSS = "cross";

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

  /** The linear map before {@link #HEAD} in a head of two. */
  public static final Site HEAD_TRANSFORM = new Site(OUTSIDE, "head.transform");

  private static final Pattern IN_LAYER =
      Pattern.compile("(?:([a-z]+)\\.)?layers\\.(\\d{1,6})\\.(.+)");

  private static final Pattern IN_TOWER = Pattern.compile("(encoder|decoder|text|image)\\.(.+)");

  /** A site of a model with one stack of layers. */
  public Site(int layer, String part) {
    this(NO_TOWER, layer, part);
  }

  /** Reads the dotted name that {@link #name} writes. */
  public static Site parse(String name) {
    Matcher matcher = IN_LAYER.matcher(name);
    if (matcher.matches()) {
      String tower = matcher.group(1) == null ? NO_TOWER : matcher.group(1);
      return new Site(tower, Integer.parseInt(matcher.group(2)), matcher.group(3));
    }
    Matcher outside = IN_TOWER.matcher(name);
    return outside.matches()
        ? new Site(outside.group(1), OUTSIDE, outside.group(2))
        : new Site(OUTSIDE, name);
  }

  /** The dotted name. */
  public String name() {
    String start = tower.equals(NO_TOWER) ? "" : tower + ".";
    return start + (layer == OUTSIDE ? part : "layers." + layer + "." + part);
  }

  @Override
  public String toString() {
    return name();
  }
}
