package dev.chiron.nn.architecture;

import dev.chiron.nn.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A mask in the form that {@code scaled_dot_product_attention} takes.
 *
 * @param tensor boolean, true where a query may attend to a key, or a number that is added to the
 *     scores; to be spread to [batch, heads, queries, keys]
 * @param causal lets libtorch mask what comes after; then {@code tensor} is empty
 */
record ResolvedMask(Optional<Tensor> tensor, boolean causal) {
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
      case AttentionMask.Causal _ -> explicit(spread(causal(past, queries, like)));
      case AttentionMask.Padded padded -> explicit(padded(padded.valid(), past, queries, like));
      case AttentionMask.Bidirectional both ->
          both.valid()
              .map(valid -> explicit(Tensors.onDeviceOf(like, valid).unsqueeze(1).unsqueeze(1)))
              .orElse(ALL);
      case AttentionMask.Prefix prefix -> explicit(prefix(prefix.lengths(), past, queries, like));
      case AttentionMask.Documents packed ->
          explicit(documents(packed.documents(), past, queries, like));
      case AttentionMask.Explicit explicit ->
          explicit(Tensors.onDeviceOf(like, explicit.allowed()));
    };
  }

  /** This mask where each of the queries also sees some virtual tokens before all others. */
  ResolvedMask behind(long virtual, long queries, Tensor like) {
    if (virtual == 0 || (tensor.isEmpty() && !causal)) {
      return this;
    }
    Tensor tokens = tensor.orElseGet(() -> spread(causal(0, queries, like)));
    Scalar seen = new Scalar(tokens.is_floating_point() ? 0 : 1);
    return explicit(torch.constant_pad_nd(tokens, new long[] {virtual, 0}, seen));
  }

  /**
   * This mask within a sliding window (Beltagy et al., 2020, arXiv:2004.05150): a query at position
   * p attends to keys at positions above p - window.
   *
   * @param window in tokens, the query's own included
   * @param queryPositions int64 [batch or 1, queries]
   * @param keyPositions int64 [batch or 1, keys]
   */
  ResolvedMask within(int window, Tensor queryPositions, Tensor keyPositions) {
    Tensor distance = queryPositions.unsqueeze(2).sub(keyPositions.unsqueeze(1));
    Tensor near = distance.lt(new Scalar(window)).unsqueeze(1); // [batch or 1, 1, queries, keys]
    if (causal) {
      return explicit(near.logical_and(distance.ge(new Scalar(0)).unsqueeze(1)));
    }
    return explicit(tensor.map(near::logical_and).orElse(near));
  }

  static ResolvedMask explicit(Tensor tensor) {
    return new ResolvedMask(Optional.of(tensor), false);
  }

  /** [queries, keys] to [1, 1, queries, keys]. */
  private static Tensor spread(Tensor mask) {
    return mask.unsqueeze(0).unsqueeze(0);
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

  /** [batch, 1, queries, keys]: key k is in the prefix of the row, or not after query q. */
  private static Tensor prefix(Tensor lengths, long past, long queries, Tensor like) {
    Tensor keys = Tensors.onDeviceOf(like, Tensors.range(past + queries));
    Tensor inPrefix = keys.unsqueeze(0).lt(Tensors.onDeviceOf(like, lengths).unsqueeze(1));
    return inPrefix.unsqueeze(1).unsqueeze(1).logical_or(causal(past, queries, like));
  }

  /** [batch, 1, queries, keys]: key k is in the document of query q, and not after it. */
  private static Tensor documents(Tensor documents, long past, long queries, Tensor like) {
    Tensor keys = Tensors.onDeviceOf(like, documents);
    Tensor own = keys.narrow(1, past, queries);
    Tensor same = own.unsqueeze(2).eq(keys.unsqueeze(1)); // [batch, queries, keys]
    return same.unsqueeze(1).logical_and(causal(past, queries, like));
  }
}
