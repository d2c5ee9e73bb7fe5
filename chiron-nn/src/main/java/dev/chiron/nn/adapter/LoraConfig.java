package dev.chiron.nn.adapter;

import dev.chiron.nn.intervention.Site;
import java.util.List;

/**
 * The size and the place of a LoRA.
 *
 * @param rank of the update
 * @param alpha the update is scaled by alpha / rank
 * @param dropout probability with which an input of the update is dropped in training
 * @param targets the parts of every layer that are updated, such as {@link Site#ATTENTION_QUERY}
 */
public record LoraConfig(int rank, double alpha, double dropout, List<String> targets) {
  /** Every projection of a layer: what Dettmers et al. (2023, arXiv:2305.14314) found to matter. */
  public static final List<String> ALL_PROJECTIONS =
      List.of(
          Site.ATTENTION_QUERY,
          Site.ATTENTION_KEY,
          Site.ATTENTION_VALUE,
          Site.ATTENTION_OUTPUT,
          Site.FEED_FORWARD_GATE,
          Site.FEED_FORWARD_UP,
          Site.FEED_FORWARD_DOWN);

  public LoraConfig {
    targets = List.copyOf(targets);
    if (rank < 1) {
      throw new IllegalArgumentException("rank must be at least 1, not " + rank);
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must be in [0, 1), not " + dropout);
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a LoRA needs at least one target");
    }
  }

  /** A LoRA on all projections without dropout, with alpha twice the rank. */
  public static LoraConfig ofRank(int rank) {
    return new LoraConfig(rank, 2.0 * rank, 0, ALL_PROJECTIONS);
  }

  /** What the product of the two matrices is multiplied with. */
  public double scale() {
    return alpha / rank;
  }
}
