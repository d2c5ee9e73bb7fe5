package dev.chiron.nn.training;

import dev.chiron.core.random.Seeds;
import java.util.Comparator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Which examples are in the n-th micro-batch, over as many epochs as are asked for; the position is
 * all the state that there is.
 *
 * <p>Each epoch has its own random order. Within a window of some micro-batches the examples are
 * sorted by length, so that those of a micro-batch are padded little, and the micro-batches of the
 * window then come in random order. The last micro-batch of an epoch can be smaller.
 */
final class BatchOrder {
  private final int size;
  private final IntUnaryOperator length;
  private final int batch;
  private final int window;
  private final Seeds seeds;
  private final int perEpoch;

  private long cachedWindow = -1;
  private int[] cached = {};

  /**
   * @param window micro-batches that are sorted together; 1 for no sorting
   */
  BatchOrder(int size, IntUnaryOperator length, int batch, int window, Seeds seeds) {
    this.size = size;
    this.length = length;
    this.batch = batch;
    this.window = window;
    this.seeds = seeds;
    this.perEpoch = Math.ceilDiv(size, batch);
  }

  int batchesPerEpoch() {
    return perEpoch;
  }

  /** The examples of a micro-batch. */
  int[] at(long position) {
    long epoch = position / perEpoch;
    int inEpoch = (int) (position % perEpoch);
    int start = inEpoch / window * window;
    int[] examples = window(epoch, start);
    int batches = Math.ceilDiv(examples.length, batch);
    int chosen =
        batches == 1
            ? 0
            : new EpochOrder(batches, seeds.child("window " + start), epoch).at(inEpoch - start);
    int from = chosen * batch;
    int to = Math.min(from + batch, examples.length);
    return IntStream.range(from, to).map(i -> examples[i]).toArray();
  }

  private int[] window(long epoch, int start) {
    long key = epoch * perEpoch + start;
    if (key != cachedWindow) {
      EpochOrder order = new EpochOrder(size, seeds, epoch);
      int from = start * batch;
      int to = (int) Math.min((long) from + (long) window * batch, size);
      cached = IntStream.range(from, to).map(order::at).toArray();
      if (window > 1) {
        cached =
            IntStream.of(cached)
                .boxed()
                .sorted(Comparator.comparingInt(length::applyAsInt))
                .mapToInt(Integer::intValue)
                .toArray();
      }
      cachedWindow = key;
    }
    return cached;
  }
}
