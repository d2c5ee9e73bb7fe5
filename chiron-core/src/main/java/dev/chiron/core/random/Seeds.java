package dev.chiron.core.random;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Independent random streams by name from one seed, so that adding a stream never shifts another.
 *
 * <p>The same seed and name give the same stream on every machine and in every version.
 */
public record Seeds(long seed) {

  /** A generator for one purpose, such as {@code "shuffle"}. */
  public RandomGenerator generator(String name) {
    return new SplittableRandom(derive(name));
  }

  /** Seeds for a part of the work, such as one method of a portfolio. */
  public Seeds child(String name) {
    return new Seeds(derive(name));
  }

  /** The seed of the named stream: 64-bit FNV-1a over the name, mixed with the seed. */
  public long derive(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return mix(seed + 0x9e3779b97f4a7c15L * (hash | 1));
  }

  /** A shuffled copy (Fisher and Yates). */
  public static <T> List<T> shuffled(List<T> items, RandomGenerator random) {
    List<T> copy = new ArrayList<>(items);
    for (int i = copy.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T swap = copy.get(i);
      copy.set(i, copy.get(j));
      copy.set(j, swap);
    }
    return copy;
  }

  /** {@code count} items without replacement, in random order; all of them if there are fewer. */
  public static <T> List<T> sample(List<T> items, int count, RandomGenerator random) {
    List<T> shuffled = shuffled(items, random);
    return List.copyOf(shuffled.subList(0, Math.min(count, shuffled.size())));
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
