package dev.chiron.testkit.server;

/** How one request goes wrong. */
public enum Fault {
  /** The connection is closed before the answer is computed. */
  DROP_BEFORE,
  /** The answer is computed, then the connection is closed without a byte of it. */
  DROP_AFTER,
  /** 429 with {@code Retry-After}. */
  RATE_LIMIT,
  /** 500. */
  SERVER_ERROR,
  /** 503 with {@code Retry-After}. */
  UNAVAILABLE,
  /** No byte ever comes; the connection is let go when the server closes. */
  HANG,
  /** The headers and half of the body come, then the connection is closed. */
  TRUNCATED,
  /** 200 with a body that is no JSON. */
  MALFORMED,
  /** 200 with a {@code Content-Length} that ends in the middle of the JSON. */
  WRONG_LENGTH,
  /** 200 with JSON that is no answer. */
  EMPTY,
  /** 200 with an answer that the provider's filter stopped. */
  REFUSAL
}
