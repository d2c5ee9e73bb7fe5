package dev.chiron.core.prompt;

/**
 * The instruction and the query alone exceed what the model can take, so that no prompt can be made
 * without cutting one of them. It concerns one example: an evaluation records it as failed.
 */
public final class QueryTooLong extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int tokens;
  private final int limit;

  public QueryTooLong(int tokens, int limit) {
    super(
        "instruction and query take "
            + tokens
            + " tokens, and the model leaves "
            + limit
            + " for the prompt");
    this.tokens = tokens;
    this.limit = limit;
  }

  /** Tokens of the prompt without demonstrations. */
  public int tokens() {
    return tokens;
  }

  /** Tokens that a prompt may have. */
  public int limit() {
    return limit;
  }
}
