package dev.chiron.nn.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chiron.core.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedSetTest {
  private static TrainingSet examples() {
    Random random = new Random(8);
    List<TrainingExample> examples = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int[] tokens = new int[2 + random.nextInt(60)];
      Arrays.fill(tokens, i);
      examples.add(TrainingExample.causal(tokens));
    }
    return TrainingSet.of(examples);
  }

  @Test
  void keepsEveryExampleWholeAndFillsTheRows() {
    TrainingSet base = examples();
    PackedSet packed = PackedSet.pack(base, 64, new Seeds(1));
    int[] found = new int[base.size()];
    for (int row = 0; row < packed.size(); row++) {
      TrainingExample joined = packed.get(row);
      assertThat(joined.length()).isLessThanOrEqualTo(64).isEqualTo(packed.length(row));
      int[] starts = joined.starts();
      for (int d = 0; d < starts.length; d++) {
        int end = d + 1 < starts.length ? starts[d + 1] : joined.length();
        int example = joined.token(starts[d]);
        found[example]++;
        assertThat(end - starts[d]).isEqualTo(base.length(example));
        assertThat(joined.lossWeight(starts[d])).isZero();
      }
    }
    assertThat(found).containsOnly(1);
    assertThat(packed.filled(64)).isGreaterThan(0.95);
  }

  @Test
  void cutsAnExampleThatIsLongerThanARow() {
    TrainingSet base = TrainingSet.of(List.of(TrainingExample.causal(new int[150])));
    PackedSet packed = PackedSet.pack(base, 64, new Seeds(1));

    assertThat(packed.size()).isEqualTo(3);
    assertThat(packed.length(0) + packed.length(1) + packed.length(2)).isEqualTo(150);
  }
}
