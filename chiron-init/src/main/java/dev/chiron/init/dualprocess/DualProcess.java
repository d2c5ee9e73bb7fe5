package dev.chiron.init.dualprocess;

import dev.chiron.core.method.Method;
import dev.chiron.core.method.MethodCard;
import java.util.List;

/** The card; the work is done by {@link EmbeddingForgetting}. */
public final class DualProcess implements Method {
  /** The id in commands and results. */
  public static final String ID = "dual-process";

  /** The arXiv number. */
  public static final String PAPER = "2406.00053";

  @Override
  public MethodCard card() {
    return new MethodCard(
        ID,
        PAPER,
        "Dual process learning by weight forgetting",
        "chiron-init",
        List.of("a corpus to train on", "local weights"),
        List.of("model that reads new tokens from context", "strategy over training"),
        "Forgets token embeddings every few steps of the first part of a training, so that the rest"
            + " of the model learns rules that hold for tokens it has never seen; how long it"
            + " forgets is a dial between answering from weights and from context. Pays where names"
            + " and identifiers turn up that no training text had. The published results on natural"
            + " language are of models from 100 million parameters up.");
  }
}
