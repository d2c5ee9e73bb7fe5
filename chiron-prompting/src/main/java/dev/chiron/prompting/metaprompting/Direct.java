package dev.chiron.prompting.metaprompting;

/**
 * The scaffolds that meta-prompting is compared with: one call, or two for an expert that is made
 * up for the question.
 */
public record Direct(Style style) implements Scaffold {
  /** How the model is asked. */
  public enum Style {
    /** The question alone. */
    STANDARD,
    /** Zero-shot chain of thought (Kojima et al. 2022, arXiv 2205.11916). */
    CHAIN_OF_THOUGHT,
    /** One sentence makes the model an expert of no particular field. */
    STATIC_EXPERT,
    /**
     * A first call describes the expert for this question, a second one answers as that expert (Xu
     * et al. 2023, arXiv 2305.14688).
     */
    DYNAMIC_EXPERT,
    /** The model plays several participants in one reply (Wang et al. 2023, arXiv 2307.05300). */
    MULTI_PERSONA
  }

  @Override
  public int callsPerInput() {
    return style == Style.DYNAMIC_EXPERT ? 2 : 1;
  }
}
