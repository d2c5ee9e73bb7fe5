package dev.chiron.init.codegen2;

import dev.chiron.core.method.Method;
import dev.chiron.core.method.MethodCard;
import java.util.List;

/** The card; the work is done by {@link Mixture} and {@link InfillModel}. */
public final class CodeGen2 implements Method {
  /** The id in commands and results. */
  public static final String ID = "codegen2";

  /** The arXiv number. */
  public static final String PAPER = "2305.02309";

  @Override
  public MethodCard card() {
    return new MethodCard(
        ID,
        PAPER,
        "CodeGen2: one mixture for writing on and filling in",
        "chiron-init",
        List.of("a corpus to train on", "local weights"),
        List.of("model that fills gaps", "loss curves"),
        "Trains a causal decoder half on plain text and half on text with spans taken out and"
            + " written behind it, so that it also fills gaps and knows when a filling ends, at a"
            + " small cost in writing from left to right. Pays for editors and for any text that is"
            + " changed in the middle. The published scores on programs need a billion parameters"
            + " and more.");
  }
}
