package dev.chiron.prompting.pe2;

import dev.chiron.core.model.Decoding;
import dev.chiron.prompting.search.MetaPrompt;

/** PE2's way of revising a prompt, and those that the paper compares it with. */
public final class Editors {
  private static final int TOKENS = 300;

  private Editors() {}

  /** The conversation in two steps. */
  public static PromptEditor pe2(Pe2Settings settings) {
    return new Conversation(settings);
  }

  /** Iterative APE: the same in other words, without looking at examples; at temperature 0.7. */
  public static PromptEditor paraphrase() {
    return (material, bench, complaint) -> {
      String text =
          new MetaPrompt()
              .section(MetaPrompt.CURRENT, material.prompt())
              .section(
                  MetaPrompt.REQUEST,
                  "Write a variation of the current prompt that means the same. Answer with the"
                      + " prompt alone. "
                      + complaint)
              .text();
      long seed = bench.seeds().derive("paraphrase " + material.draw() + complaint);
      return new PromptEditor.Revision(
          bench.proposals().ask(text, Decoding.sampled(TOKENS, 0.7, seed)), "");
    };
  }

  /**
   * APO (as ProTeGi's proposal): reasons for the failures, then a prompt that answers them, both at
   * temperature 0.
   */
  public static PromptEditor reasons() {
    return (material, bench, complaint) -> {
      String reasons =
          bench
              .proposals()
              .ask(
                  new MetaPrompt()
                      .section(MetaPrompt.CURRENT, material.prompt())
                      .failures(material.batch())
                      .section(
                          MetaPrompt.REQUEST,
                          "Give reasons why the current prompt may have led to these outputs.")
                      .text(),
                  Decoding.greedy(TOKENS));
      String text =
          new MetaPrompt()
              .section(MetaPrompt.CURRENT, material.prompt())
              .failures(material.batch())
              .section("Reason", reasons)
              .section(
                  MetaPrompt.REQUEST,
                  "Write an improved prompt. Answer with the prompt alone. " + complaint)
              .text();
      return new PromptEditor.Revision(
          bench.proposals().ask(text, Decoding.greedy(TOKENS)), reasons);
    };
  }
}
