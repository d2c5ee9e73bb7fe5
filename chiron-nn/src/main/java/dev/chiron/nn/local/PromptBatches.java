package dev.chiron.nn.local;

import dev.chiron.nn.generation.PrefixFamily;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts prompts of one family, which begin alike, into one batch, and families of like sizes
 * together: little of a batch is padding, and what is shared goes through the model once.
 */
final class PromptBatches {
  private final int maxRows;
  private final int maxTokens;
  private final List<List<Integer>> batches = new ArrayList<>();
  private List<Integer> rows = new ArrayList<>();
  private int families;
  private int shared;
  private int own;

  private PromptBatches(int maxRows, int maxTokens) {
    this.maxRows = maxRows;
    this.maxTokens = maxTokens;
  }

  /** Prompts that go into one batch together. */
  private record Part(List<Integer> rows, int shared, int own) {}

  /**
   * Splits the prompts into batches.
   *
   * @param more tokens that follow each prompt
   * @param maxRows of a batch
   * @param maxTokens that go through the model in a batch, padding included; at most four times as
   *     many are attended to; a longer prompt is a batch alone
   */
  static List<List<Integer>> of(List<int[]> prompts, int more, int maxRows, int maxTokens) {
    PromptBatches batches = new PromptBatches(maxRows, maxTokens);
    List<Part> parts = new ArrayList<>();
    for (PrefixFamily family : PrefixFamily.of(prompts)) {
      int own =
          more
              + family.rows().stream().mapToInt(row -> prompts.get(row).length).max().orElse(0)
              - family.shared();
      int most = 1;
      while (most < family.rows().size() && batches.fits(most + 1, 1, family.shared(), own)) {
        most++;
      }
      for (int from = 0; from < family.rows().size(); from += most) {
        int to = Math.min(family.rows().size(), from + most);
        parts.add(new Part(family.rows().subList(from, to), family.shared(), own));
      }
    }
    parts.sort(
        Comparator.comparingInt((Part part) -> -part.own())
            .thenComparingInt(part -> -part.shared()));
    parts.forEach(batches::add);
    batches.finish();
    return batches.batches;
  }

  private boolean fits(int rowCount, int familyCount, int sharedTokens, int ownTokens) {
    return rowCount <= maxRows
        && familyCount * (long) sharedTokens + rowCount * (long) ownTokens <= maxTokens
        && rowCount * ((long) sharedTokens + ownTokens) <= 4L * maxTokens;
  }

  private void add(Part part) {
    int nextShared = Math.max(shared, part.shared());
    int nextOwn = Math.max(own, part.own());
    if (!fits(rows.size() + part.rows().size(), families + 1, nextShared, nextOwn)) {
      finish();
      nextShared = part.shared();
      nextOwn = part.own();
    }
    rows.addAll(part.rows());
    families++;
    shared = nextShared;
    own = nextOwn;
  }

  private void finish() {
    if (!rows.isEmpty()) {
      batches.add(List.copyOf(rows));
    }
    rows = new ArrayList<>();
    families = 0;
    shared = 0;
    own = 0;
  }
}
