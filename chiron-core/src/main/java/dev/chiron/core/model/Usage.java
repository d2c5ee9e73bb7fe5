package dev.chiron.core.model;

/** What one or more calls of a model consumed. */
public record Usage(long calls, long promptTokens, long completionTokens) {
  public static final Usage NONE = new Usage(0, 0, 0);

  public long tokens() {
    return promptTokens + completionTokens;
  }

  public Usage plus(Usage other) {
    return new Usage(
        calls + other.calls,
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens);
  }
}
