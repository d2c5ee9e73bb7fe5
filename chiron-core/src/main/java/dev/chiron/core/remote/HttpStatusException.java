package dev.chiron.core.remote;

import dev.langchain4j.exception.HttpException;
import java.util.Optional;

/** An answer that is no success, with what its headers say about coming back. */
final class HttpStatusException extends HttpException {
  private static final long serialVersionUID = 1L;

  private final String retryAfter;

  HttpStatusException(int status, String body, String retryAfter) {
    super(status, body);
    this.retryAfter = retryAfter;
  }

  /** The value of {@code Retry-After} as it was sent. */
  Optional<String> retryAfter() {
    return retryAfter.isEmpty() ? Optional.empty() : Optional.of(retryAfter);
  }
}
