package dev.chiron.nn.architecture;

/**
 * How far back a token attends (Beltagy et al., 2020, arXiv:2004.05150).
 *
 * @param tokens that it sees, itself included
 * @param fromLayer the first layer with the window; those before it see everything
 */
public record SlidingWindow(int tokens, int fromLayer) {
  /** A window of no token is refused. */
  public SlidingWindow {
    if (tokens < 1 || fromLayer < 0) {
      throw new IllegalArgumentException("field 'sliding_window': must be at least 1");
    }
  }
}
