package dev.chiron.nn.objective;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Losses that several objectives are made of. */
public final class Losses {
  private static final int REDUCE_NONE = 0;
  private static final int REDUCE_SUM = 2;
  private static final int NO_IGNORED_TARGET = -100;

  private Losses() {}

  /**
   * The cross-entropy of some rows, summed.
   *
   * @param logits [n, classes]
   * @param targets int64 [n]
   */
  public static Tensor crossEntropy(Tensor logits, Tensor targets) {
    return torch.cross_entropy_loss(
        logits, targets, new TensorOptional(), REDUCE_SUM, NO_IGNORED_TARGET, 0);
  }

  /** The same, weighted and summed. */
  public static Tensor crossEntropy(Tensor logits, Tensor targets, Tensor weights) {
    return torch
        .cross_entropy_loss(
            logits, targets, new TensorOptional(), REDUCE_NONE, NO_IGNORED_TARGET, 0)
        .mul(weights)
        .sum();
  }
}
