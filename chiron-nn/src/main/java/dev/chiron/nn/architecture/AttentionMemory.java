package dev.chiron.nn.architecture;

import dev.chiron.nn.intervention.KeyValues;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/**
 * What the attention of one pass sees beside the keys and values of the new tokens: virtual tokens
 * in front, cached tokens behind them.
 */
final class AttentionMemory {
  private final VirtualTokens front;
  private final Optional<KeyValueCache> cache;
  private final Map<Integer, KeyValues> seen = new TreeMap<>();
  private final Map<Widened, ResolvedMask> masks = new HashMap<>();

  /** A mask of the tokens, and how many virtual tokens are put before it. */
  private record Widened(ResolvedMask tokens, long virtual) {}

  AttentionMemory(VirtualTokens front, Optional<KeyValueCache> cache) {
    this.front = front;
    this.cache = cache;
  }

  /** Whether a pass sees nothing but its own tokens. */
  boolean isEmpty() {
    return cache.isEmpty() && !hasVirtualTokens();
  }

  /** Whether there are virtual tokens; if not, no layer leaves anything to another. */
  boolean hasVirtualTokens() {
    return front.count() > 0;
  }

  /** All keys and values that a layer sees, the new ones last; the cache keeps the new ones. */
  KeyValues extend(int layer, Tensor keys, Tensor values) {
    KeyValues tokens =
        cache
            .map(c -> new KeyValues(c.appendKeys(layer, keys), c.appendValues(layer, values)))
            .orElseGet(() -> new KeyValues(keys, values));
    KeyValues before = front.layers().get(layer);
    KeyValues all = before == null ? tokens : before.then(tokens);
    if (hasVirtualTokens()) {
      seen.put(layer, all);
    }
    return all;
  }

  /** The mask of a layer, given that of the tokens. */
  ResolvedMask mask(int layer, ResolvedMask tokens, long queries, Tensor like) {
    KeyValues before = front.layers().get(layer);
    return before == null
        ? tokens
        : masks.computeIfAbsent(
            new Widened(tokens, before.time()), _ -> tokens.behind(before.time(), queries, like));
  }

  /** What each layer saw, for those that come after, if there are virtual tokens. */
  Map<Integer, KeyValues> seen() {
    return Collections.unmodifiableMap(seen);
  }
}
