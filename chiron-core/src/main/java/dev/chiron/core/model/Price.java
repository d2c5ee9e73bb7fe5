package dev.chiron.core.model;

/** Money for a million tokens, in the provider's currency; {@link #FREE} if unknown or local. */
public record Price(double perMillionPromptTokens, double perMillionCompletionTokens) {
  public static final Price FREE = new Price(0, 0);

  public double of(Usage usage) {
    return (usage.promptTokens() * perMillionPromptTokens
            + usage.completionTokens() * perMillionCompletionTokens)
        / 1e6;
  }
}
