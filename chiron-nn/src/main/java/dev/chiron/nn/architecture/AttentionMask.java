package dev.chiron.nn.architecture;

import org.bytedeco.pytorch.Tensor;

/** Which positions a position may attend to. */
public sealed interface AttentionMask {
  /** Itself and all before it. */
  Causal CAUSAL = new Causal();

  /** Itself and all before it; all rows of the batch are full. */
  record Causal() implements AttentionMask {}

  /**
   * Itself and all real tokens before it.
   *
   * @param valid boolean [batch, keys]: false at padding; keys are those in the cache and the new
   *     ones
   */
  record Padded(Tensor valid) implements AttentionMask {}

  /**
   * What a tensor says: prefix-LM masks, packed documents, any other.
   *
   * @param allowed boolean [batch or 1, 1, queries, keys]; each row of it must allow some key
   */
  record Explicit(Tensor allowed) implements AttentionMask {}
}
