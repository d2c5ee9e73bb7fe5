package dev.chiron.nn.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptBatchesTest {
  @Test
  void aSharedBeginningCountsOnceSoMoreRowsFit() {
    List<int[]> alike = new ArrayList<>();
    List<int[]> distinct = new ArrayList<>();
    for (int r = 0; r < 20; r++) {
      alike.add(prompt(1, 100, 50 + r, 10));
      distinct.add(prompt(50 + r, 100, 50 + r, 10));
    }
    assertThat(PromptBatches.of(alike, 0, 64, 300)).hasSize(2);
    assertThat(PromptBatches.of(distinct, 0, 64, 300)).hasSize(10);
  }

  @Test
  void rowsTokensAndWhatIsAttendedToAreLimited() {
    List<int[]> prompts = new ArrayList<>();
    for (int family = 0; family < 4; family++) {
      for (int r = 0; r < 30; r++) {
        prompts.add(prompt(family, 20 + 30 * family, 50 + r, 1 + r % 7));
      }
    }
    List<List<Integer>> batches = PromptBatches.of(prompts, 3, 16, 400);
    assertThat(batches.stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 120).boxed().toList());
    for (List<Integer> batch : batches) {
      int longest = batch.stream().mapToInt(row -> prompts.get(row).length).max().orElseThrow();
      assertThat(batch).hasSizeLessThanOrEqualTo(16);
      assertThat(batch.size() * (longest + 3)).isLessThanOrEqualTo(1600);
    }
  }

  @Test
  void aPromptOverTheLimitIsABatchAlone() {
    assertThat(PromptBatches.of(List.of(prompt(1, 500, 2, 1), prompt(3, 9, 4, 1)), 0, 64, 300))
        .containsExactly(List.of(0), List.of(1));
  }

  private static int[] prompt(int beginning, int begun, int query, int own) {
    int[] tokens = new int[begun + own];
    Arrays.fill(tokens, 0, begun, beginning);
    Arrays.fill(tokens, begun, tokens.length, query);
    return tokens;
  }
}
