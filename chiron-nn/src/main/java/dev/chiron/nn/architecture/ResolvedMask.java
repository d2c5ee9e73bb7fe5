package dev.chiron.nn.architecture;

import dev.chiron.nn.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A mask in the form that {@code scaled_dot_product_attention} takes.
 *
 * @param allowed boolean, to be spread to [batch, heads, queries, keys]
 * @param causal lets libtorch mask what comes after; then {@code allowed} is empty
 */
record ResolvedMask(Optional<Tensor> allowed, boolean causal) {
  private static final ResolvedMask CAUSAL = new ResolvedMask(Optional.empty(), true);
  private static final ResolvedMask ALL = new ResolvedMask(Optional.empty(), false);

  /**
   * Resolves a mask for {@code queries} new tokens after {@code past} cached ones.
   *
   * @param like gives the device
   */
  static ResolvedMask of(AttentionMask mask, long past, long queries, Tensor like) {
    return switch (mask) {
      case AttentionMask.Causal _ when queries == 1 -> ALL;
      case AttentionMask.Causal _ when past == 0 -> CAUSAL;
      case AttentionMask.Causal _ ->
          explicit(causal(past, queries, like).unsqueeze(0).unsqueeze(0));
      case AttentionMask.Padded padded -> explicit(padded(padded.valid(), past, queries, like));
      case AttentionMask.Explicit explicit ->
          explicit(Tensors.onDeviceOf(like, explicit.allowed()));
    };
  }

  /** This mask where each of the queries also sees some virtual tokens before all others. */
  ResolvedMask behind(long virtual, long queries, Tensor like) {
    if (virtual == 0 || (allowed.isEmpty() && !causal)) {
      return this;
    }
    Tensor tokens = allowed.orElseGet(() -> causal(0, queries, like).unsqueeze(0).unsqueeze(0));
    return explicit(torch.constant_pad_nd(tokens, new long[] {virtual, 0}, new Scalar(1)));
  }

  private static ResolvedMask explicit(Tensor allowed) {
    return new ResolvedMask(Optional.of(allowed), false);
  }

  /** [queries, keys]: key k is at or before query q. */
  private static Tensor causal(long past, long queries, Tensor like) {
    Tensor keys = Tensors.onDeviceOf(like, Tensors.range(past + queries));
    return keys.unsqueeze(0).le(keys.narrow(0, past, queries).unsqueeze(1));
  }

  /**
   * [batch, 1, queries, keys]. A padded token attends to itself, because a row without any key
   * would have a softmax over nothing; no real token attends to it.
   */
  private static Tensor padded(Tensor valid, long past, long queries, Tensor like) {
    Tensor real = Tensors.onDeviceOf(like, valid).unsqueeze(1).unsqueeze(1);
    if (queries == 1) {
      Tensor last = Tensors.onDeviceOf(like, Tensors.range(past + 1).eq(new Scalar(past)));
      return real.logical_or(last);
    }
    Tensor keys = Tensors.onDeviceOf(like, Tensors.range(past + queries));
    Tensor own = keys.unsqueeze(0).eq(keys.narrow(0, past, queries).unsqueeze(1));
    return causal(past, queries, like).logical_and(real).logical_or(own);
  }
}
