package dev.chiron.nn.architecture;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** Which positions a position may attend to. The keys are those in the cache and the new ones. */
public sealed interface AttentionMask {
  /** Itself and all before it. */
  Causal CAUSAL = new Causal();

  /** All; all rows of the batch are full. */
  Bidirectional BIDIRECTIONAL = new Bidirectional(Optional.empty());

  /** All real tokens: see {@link Bidirectional}. */
  static Bidirectional bidirectional(Tensor valid) {
    return new Bidirectional(Optional.of(valid));
  }

  /** Itself and all before it; all rows of the batch are full. */
  record Causal() implements AttentionMask {}

  /**
   * Itself and all real tokens before it.
   *
   * @param valid boolean [batch, keys]: false at padding
   */
  record Padded(Tensor valid) implements AttentionMask {}

  /**
   * All real tokens, before and after.
   *
   * @param valid boolean [batch, keys]: false at padding; each row has some true. All are real if
   *     it is empty
   */
  record Bidirectional(Optional<Tensor> valid) implements AttentionMask {}

  /**
   * Prefix-LM (Raffel et al., 2019, arXiv:1910.10683): itself, all before it, and the whole prefix.
   *
   * @param lengths int64 [batch]: how many keys at the start of a row are its prefix
   */
  record Prefix(Tensor lengths) implements AttentionMask {}

  /**
   * Packed documents: itself and all before it in its own document.
   *
   * @param documents int64 [batch, keys]: the number of the document that a token belongs to
   */
  record Documents(Tensor documents) implements AttentionMask {}

  /**
   * What a tensor says: any other mask.
   *
   * @param allowed boolean [batch or 1, 1 or heads, queries, keys]; each row of it must allow some
   *     key
   */
  record Explicit(Tensor allowed) implements AttentionMask {}
}
