package dev.chiron.core.model;

/** What a model answered, without the stop text. */
public record Completion(String text, Finish finish, Usage usage) {
  /** Why the generation ended. */
  public enum Finish {
    /** The model ended it, or a stop text did. */
    STOP,
    /** The token limit did. */
    LENGTH,
    /** The provider's filter did: the text is what came before it, often nothing. */
    REFUSED
  }
}
