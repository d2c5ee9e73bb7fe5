package dev.chiron.nn.architecture;

import dev.chiron.nn.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What a forward pass over tokens is given.
 *
 * @param ids int64 [batch, time]
 * @param mask who attends to whom
 * @param positions int64 [batch, time]; if empty they count on from the length of the cache
 * @param cache keys and values of the tokens before; the pass appends the new ones
 */
public record TokenInput(
    Tensor ids, AttentionMask mask, Optional<Tensor> positions, Optional<KeyValueCache> cache) {

  /** Full rows, causal. */
  public static TokenInput of(Tensor ids) {
    return new TokenInput(ids, AttentionMask.CAUSAL, Optional.empty(), Optional.empty());
  }

  /** Full rows of one length, causal. */
  public static TokenInput of(int[][] rows) {
    return of(Tensors.rows(rows));
  }

  public TokenInput withMask(AttentionMask newMask) {
    return new TokenInput(ids, newMask, positions, cache);
  }

  public TokenInput withPositions(Tensor newPositions) {
    return new TokenInput(ids, mask, Optional.of(newPositions), cache);
  }

  public TokenInput withCache(KeyValueCache newCache) {
    return new TokenInput(ids, mask, positions, Optional.of(newCache));
  }

  public long batch() {
    return ids.size(0);
  }

  public long time() {
    return ids.size(1);
  }

  /** How many tokens are in the cache already. */
  public long past() {
    return cache.map(KeyValueCache::length).orElse(0L);
  }
}
