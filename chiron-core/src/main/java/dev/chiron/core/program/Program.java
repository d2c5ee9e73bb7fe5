package dev.chiron.core.program;

/**
 * A whole program: one source text, and what it reads from its standard input.
 *
 * @param source for Java any number of classes, one of which has a {@code main} method
 */
public record Program(Language language, String source, String input) {
  public static Program of(Language language, String source) {
    return new Program(language, source, "");
  }
}
