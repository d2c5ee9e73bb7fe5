package dev.chiron.nn.training;

import dev.chiron.core.random.Seeds;

/**
 * A random order of {@code 0 … size - 1} that is computed place by place, not stored.
 *
 * <p>A Feistel network of four rounds permutes the smallest even number of bits that holds the
 * size; places that land outside are permuted again until they land inside (cycle walking), which
 * keeps it a permutation.
 */
final class EpochOrder {
  private static final int ROUNDS = 4;

  private final int size;
  private final int halfBits;
  private final long[] keys = new long[ROUNDS];

  EpochOrder(int size, Seeds seeds, long epoch) {
    this.size = size;
    int bits = Math.max(2, 32 - Integer.numberOfLeadingZeros(Math.max(1, size - 1)));
    this.halfBits = (bits + 1) / 2;
    for (int round = 0; round < ROUNDS; round++) {
      keys[round] = seeds.derive("epoch " + epoch + " round " + round);
    }
  }

  /** What stands at a place of the order. */
  int at(int place) {
    long value = place;
    do {
      value = permuted(value);
    } while (value >= size);
    return (int) value;
  }

  private long permuted(long value) {
    long mask = (1L << halfBits) - 1;
    long left = value >>> halfBits;
    long right = value & mask;
    for (long key : keys) {
      long next = left ^ (mixed(right ^ key) & mask);
      left = right;
      right = next;
    }
    return (left << halfBits) | right;
  }

  /** The finaliser of SplittableRandom. */
  private static long mixed(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
