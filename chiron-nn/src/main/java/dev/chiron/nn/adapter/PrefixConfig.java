package dev.chiron.nn.adapter;

/**
 * The size and the depth of a trained prefix.
 *
 * @param tokens virtual tokens
 * @param hidden the width of the network that makes the keys and values in training (Li and Liang,
 *     2021, section 4.3); 0 to train them directly, as P-tuning v2 does by default
 * @param firstLayer the lowest layer that has a prefix, counted from 0: P-tuning v2 (Liu et al.,
 *     2022, section 4.3) found the deeper layers to matter more; 0 for all layers
 */
public record PrefixConfig(int tokens, int hidden, int firstLayer) {
  public PrefixConfig {
    if (tokens < 1 || hidden < 0 || firstLayer < 0) {
      throw new IllegalArgumentException(
          "a prefix needs 1 or more tokens, a hidden width and a first layer of 0 or more");
    }
  }

  /** Of all layers, trained directly. */
  public static PrefixConfig of(int tokens) {
    return new PrefixConfig(tokens, 0, 0);
  }
}
