package dev.chiron.init.gstack;

import dev.chiron.nn.architecture.Decoder;
import dev.chiron.nn.tensor.Tensors;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * For each unit of a wider network the unit of the narrower one that it copies, {@code h(i)}, by
 * axis; it is the identity on the old units. Heads are copied whole, with the key-value head that
 * they read.
 */
final class Units {
  private final Map<Axis, int[]> sources = new EnumMap<>(Axis.class);

  private Units() {}

  /**
   * @param random draws the sources of new units; without one they are the first ones in order
   */
  static Units of(Decoder base, Decoder target, Optional<RandomGenerator> random) {
    Units units = new Units();
    units.sources.put(Axis.RESIDUAL, drawn(base.config().width(), target.config().width(), random));
    units.sources.put(
        Axis.INNER,
        drawn(base.config().feedForwardWidth(), target.config().feedForwardWidth(), random));
    int[] keyHeads = drawn(base.config().keyValueHeads(), target.config().keyValueHeads(), random);
    int group = base.config().heads() / base.config().keyValueHeads();
    int[] heads = new int[target.config().heads()];
    Arrays.setAll(heads, head -> keyHeads[head / group] * group + head % group);
    units.sources.put(Axis.KEY, inside(keyHeads, base.config().headSize()));
    units.sources.put(Axis.QUERY, inside(heads, base.config().headSize()));
    return units;
  }

  private static int[] drawn(int old, int now, Optional<RandomGenerator> random) {
    int[] sources = new int[now];
    Arrays.setAll(
        sources, i -> i < old ? i : random.map(each -> each.nextInt(old)).orElse(i % old));
    return sources;
  }

  private static int[] inside(int[] heads, int size) {
    int[] units = new int[heads.length * size];
    Arrays.setAll(units, i -> heads[i / size] * size + i % size);
    return units;
  }

  int[] sources(Axis axis) {
    return sources.getOrDefault(axis, new int[0]).clone();
  }

  /** h as an index: int64 [new units], in the caller's scope. */
  Tensor index(Axis axis) {
    return Tensors.longs(sources(axis), sources(axis).length);
  }

  /** Whether every unit is copied as often as every other, along every axis. */
  boolean even() {
    return sources.values().stream()
        .allMatch(
            each -> {
              int[] counts = counts(each);
              return Arrays.stream(counts).allMatch(count -> count == counts[0]);
            });
  }

  private static int[] counts(int[] sources) {
    int[] counts = new int[Arrays.stream(sources).max().orElse(0) + 1];
    Arrays.stream(sources).forEach(source -> counts[source]++);
    return counts;
  }

  /**
   * What each copy contributes of its unit; the copies of a unit add up to 1.
   *
   * @param random draws unequal shares; without one they are equal
   */
  float[] shares(Axis axis, Optional<RandomGenerator> random) {
    int[] all = sources(axis);
    double[] raw = new double[all.length];
    // Between 0.5 and 1.5, so that no copy is silent.
    Arrays.setAll(raw, i -> random.map(each -> 0.5 + each.nextDouble()).orElse(1.0));
    double[] sums = new double[counts(all).length];
    for (int i = 0; i < all.length; i++) {
      sums[all[i]] += raw[i];
    }
    float[] shares = new float[all.length];
    for (int i = 0; i < all.length; i++) {
      shares[i] = (float) (raw[i] / sums[all[i]]);
    }
    return shares;
  }
}
