package dev.chiron.nn.architecture;

import dev.chiron.nn.tensor.Scope;
import dev.chiron.nn.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Keys and values of the tokens that went through a decoder, so that the next ones cost only
 * themselves. It owns its memory, which is laid out once for a capacity; it carries no gradients.
 */
public final class KeyValueCache implements AutoCloseable {
  private final List<Tensor> keys;
  private final List<Tensor> values;
  private final Optional<Tensor> positions;
  private final long capacity;
  private SourceMemory source = new SourceMemory();
  private long length;
  private Optional<VirtualTokens> virtual = Optional.empty();

  private KeyValueCache(
      List<Tensor> keys,
      List<Tensor> values,
      Optional<Tensor> positions,
      long capacity,
      long length) {
    this.keys = keys;
    this.values = values;
    this.positions = positions;
    this.capacity = capacity;
    this.length = length;
  }

  /**
   * Empty, for {@code layers} times [batch, heads, capacity, size], on the device of a tensor.
   *
   * @param withPositions whether it keeps the position of every token, which a sliding window asks
   *     for
   */
  static KeyValueCache empty(
      int layers,
      long batch,
      long heads,
      long capacity,
      long size,
      boolean withPositions,
      Tensor like) {
    List<Tensor> keys = new ArrayList<>();
    List<Tensor> values = new ArrayList<>();
    try (Scope _ = Scope.open()) {
      for (int i = 0; i < layers; i++) {
        keys.add(allocate(like, batch, heads, capacity, size));
        values.add(allocate(like, batch, heads, capacity, size));
      }
    }
    try (Scope _ = Scope.open()) {
      return new KeyValueCache(
          keys,
          values,
          withPositions ? Optional.of(positions(like, batch, capacity)) : Optional.empty(),
          capacity,
          0);
    }
  }

  private static Tensor positions(Tensor like, long batch, long capacity) {
    return Scope.own(Tensors.onDeviceOf(like, Tensors.zeros(ScalarType.Long, batch, capacity)));
  }

  private static Tensor allocate(Tensor like, long... shape) {
    return Scope.own(Tensors.onDeviceOf(like, Tensors.empty(like.scalar_type(), shape)));
  }

  /** Tokens that it holds, padding included. */
  public long length() {
    return length;
  }

  public long capacity() {
    return capacity;
  }

  public long batch() {
    return keys.getFirst().size(0);
  }

  /**
   * A cache whose row {@code i} is row {@code rows[i]} of this one, with room for more tokens: it
   * repeats a shared prompt, drops finished rows, or follows the beams.
   *
   * @param more tokens beyond {@link #length} to make room for
   */
  public KeyValueCache select(int[] rows, long more) {
    List<Tensor> newKeys = new ArrayList<>();
    List<Tensor> newValues = new ArrayList<>();
    SourceMemory newSource;
    Optional<Tensor> newPositions = Optional.empty();
    try (Scope _ = Scope.open()) {
      Tensor index = Tensors.onDeviceOf(keys.getFirst(), Tensors.longs(rows));
      for (int i = 0; i < keys.size(); i++) {
        newKeys.add(selected(keys.get(i), index, length + more));
        newValues.add(selected(values.get(i), index, length + more));
      }
      newSource = source.select(index);
      if (positions.isPresent()) {
        Tensor to = positions(positions.get(), index.size(0), length + more);
        to.narrow(1, 0, length).copy_(positions.get().narrow(1, 0, length).index_select(0, index));
        newPositions = Optional.of(to);
      }
    }
    KeyValueCache selected =
        new KeyValueCache(newKeys, newValues, newPositions, length + more, length);
    selected.source = newSource;
    virtual.ifPresent(selected::virtual);
    return selected;
  }

  /** What the rows see of the sources that they answer to; empty in a plain decoder. */
  SourceMemory source() {
    return source;
  }

  private Tensor selected(Tensor from, Tensor index, long newCapacity) {
    Tensor to = allocate(from, index.size(0), from.size(1), newCapacity, from.size(3));
    to.narrow(2, 0, length).copy_(from.narrow(2, 0, length).index_select(0, index));
    return to;
  }

  /** Puts new keys behind the old ones of a layer and gives all: [batch, heads, length, size]. */
  Tensor appendKeys(int layer, Tensor newKeys) {
    return append(keys.get(layer), newKeys);
  }

  /** Puts new values behind the old ones of a layer and gives all. */
  Tensor appendValues(int layer, Tensor newValues) {
    return append(values.get(layer), newValues);
  }

  /**
   * Puts the positions of new tokens behind the old ones and gives all: int64 [batch, length].
   *
   * @param newPositions int64 [batch or 1, time]
   */
  Tensor appendPositions(Tensor newPositions) {
    Tensor all = positions.orElseThrow();
    long time = newPositions.size(1);
    requireRoom(time);
    all.narrow(1, length, time).copy_(newPositions);
    return all.narrow(1, 0, length + time);
  }

  private Tensor append(Tensor all, Tensor more) {
    long time = more.size(2);
    requireRoom(time);
    all.narrow(2, length, time).copy_(more);
    return all.narrow(2, 0, length + time);
  }

  private void requireRoom(long time) {
    if (length + time > capacity) {
      throw new IllegalStateException(
          "the cache has room for " + capacity + " tokens, not for " + (length + time));
    }
  }

  /** Forgets all tokens but the first {@code newLength}. */
  public void truncate(long newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IllegalArgumentException(
          "a cache of " + length + " tokens cannot be cut to " + newLength);
    }
    length = newLength;
  }

  /** Counts the tokens that every layer has appended. */
  void advance(long time) {
    length += time;
  }

  /** What the tokens stand behind, from the first pass on: it need not be computed again. */
  Optional<VirtualTokens> virtual() {
    return virtual;
  }

  void virtual(VirtualTokens tokens) {
    virtual.ifPresent(VirtualTokens::close);
    virtual = Optional.of(tokens.owned());
  }

  @Override
  public void close() {
    virtual.ifPresent(VirtualTokens::close);
    keys.forEach(Tensor::close);
    values.forEach(Tensor::close);
    positions.ifPresent(Tensor::close);
    source.close();
  }
}
