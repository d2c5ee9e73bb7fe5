package dev.chiron.data.diversifyandconquer;

import dev.chiron.core.method.Method;
import dev.chiron.core.method.MethodCard;
import java.util.List;

/** The card. */
public final class DiversifyAndConquer implements Method {
  /** The name in commands. */
  public static final String ID = "diversify-and-conquer";

  /** The paper's number. */
  public static final String PAPER = "2409.11378";

  @Override
  public MethodCard card() {
    return new MethodCard(
        ID,
        PAPER,
        "Selection by k-means and quality, refined between rounds of training",
        "chiron-data",
        List.of("instruction data", "embeddings", "a quality for every example"),
        List.of("selected examples"),
        "Clusters a pool, gives every cluster its part of the budget and draws in each by quality;"
            + " between rounds of training, clusters whose references beat the model's answers get"
            + " more, learnt and noisy ones less. Pays when the pool has many kinds of example and"
            + " noise. Published on models of seven billion parameters.");
  }
}
