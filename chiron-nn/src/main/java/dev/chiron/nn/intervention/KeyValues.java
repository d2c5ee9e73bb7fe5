package dev.chiron.nn.intervention;

import dev.chiron.nn.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Keys and values of an attention layer, positions applied.
 *
 * @param keys [batch or 1, key-value heads, time, size]
 * @param values of the same shape
 */
public record KeyValues(Tensor keys, Tensor values) {
  /** These, then more along the time; a batch of 1 is spread over the other's. */
  public KeyValues then(KeyValues more) {
    long batch = Math.max(keys.size(0), more.keys.size(0));
    return new KeyValues(
        Tensors.concatenate(List.of(spread(keys, batch), spread(more.keys, batch)), 2),
        Tensors.concatenate(List.of(spread(values, batch), spread(more.values, batch)), 2));
  }

  private static Tensor spread(Tensor tensor, long batch) {
    return tensor.expand(batch, -1, -1, -1);
  }

  public long time() {
    return keys.size(2);
  }
}
