package dev.chiron.code.programsynthesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingOverlapTest {
  @Test
  void theLongestSharedRunCountsLinesInOrder() {
    TrainingOverlap overlap = new TrainingOverlap(List.of("a\n\n b\nc\nx", "c\nd\ne\nf"));
    assertThat(overlap.longestRun("z\na\nb\nc\nd")).isEqualTo(3);
    assertThat(overlap.share("z\na\nb\nc\nd")).isEqualTo(0.6);
    assertThat(overlap.longestRun("q")).isZero();
  }
}
