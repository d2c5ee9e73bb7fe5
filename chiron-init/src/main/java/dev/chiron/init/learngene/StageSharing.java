package dev.chiron.init.learngene;

import dev.chiron.core.method.Method;
import dev.chiron.core.method.MethodCard;
import java.util.List;

/** The card; the work is done by {@link Learngene} and {@link GeneTraining}. */
public final class StageSharing implements Method {
  /** The id in commands and results. */
  public static final String ID = "learngene";

  /** The arXiv number. */
  public static final String PAPER = "2404.16897";

  @Override
  public MethodCard card() {
    return new MethodCard(
        ID,
        PAPER,
        "Learngene by stage-wise weight sharing",
        "chiron-init",
        List.of("a trained model", "texts or labelled examples"),
        List.of("gene", "models of any depth"),
        "Distils a model once into a few layers that are trained under repetition, and copies them"
            + " into a well-started model of any depth, for each device or budget; each is then"
            + " tuned briefly. Pays when models of several depths are needed. The published gains"
            + " are of vision transformers on ImageNet.");
  }
}
