package dev.chiron.nn.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.random.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchOrderTest {
  private static final Seeds SEEDS = new Seeds(11);

  @Property(tries = 200)
  void anEpochHasEachExampleOnce(
      @ForAll @IntRange(min = 1, max = 300) int size,
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 7) int window,
      @ForAll @IntRange(max = 5) int epoch) {
    BatchOrder order = new BatchOrder(size, i -> i % 13, batch, window, SEEDS);
    long first = (long) epoch * order.batchesPerEpoch();

    int[] seen =
        IntStream.range(0, order.batchesPerEpoch())
            .flatMap(i -> Arrays.stream(order.at(first + i)))
            .sorted()
            .toArray();

    assertThat(seen).isEqualTo(IntStream.range(0, size).toArray());
  }

  @Test
  void theOrderOfAnEpochIsRandomAndAnotherInTheNext() {
    int[] one = IntStream.range(0, 1000).map(new EpochOrder(1000, SEEDS, 0)::at).toArray();
    int[] two = IntStream.range(0, 1000).map(new EpochOrder(1000, SEEDS, 1)::at).toArray();

    // Of a random permutation about one place in a thousand stays, and neighbours rise half the
    // time.
    assertThat(IntStream.range(0, 1000).filter(i -> one[i] == i).count()).isLessThan(10);
    assertThat(IntStream.range(0, 1000).filter(i -> one[i] == two[i]).count()).isLessThan(10);
    assertThat(IntStream.range(1, 1000).filter(i -> one[i] > one[i - 1]).count())
        .isBetween(400L, 600L);
  }

  @Test
  void aMicroBatchIsTheSameWhereverReadingBegins() {
    BatchOrder through = new BatchOrder(100, i -> i * 7 % 31, 4, 5, SEEDS);
    for (int i = 0; i < 60; i++) {
      int[] batch = through.at(i);
      assertThat(new BatchOrder(100, k -> k * 7 % 31, 4, 5, SEEDS).at(i)).isEqualTo(batch);
    }
  }

  @Test
  void sortedBatchesHoldExamplesOfLikeLength() {
    int[] lengths = new java.util.Random(5).ints(512, 1, 500).toArray();

    assertThat(padding(lengths, 16)).isLessThan(padding(lengths, 1) / 4);
  }

  private static int padding(int[] lengths, int window) {
    BatchOrder order = new BatchOrder(lengths.length, i -> lengths[i], 8, window, SEEDS);
    int padding = 0;
    for (int i = 0; i < order.batchesPerEpoch(); i++) {
      int[] batch = order.at(i);
      int longest = Arrays.stream(batch).map(k -> lengths[k]).max().orElseThrow();
      padding += Arrays.stream(batch).map(k -> longest - lengths[k]).sum();
    }
    return padding;
  }
}
