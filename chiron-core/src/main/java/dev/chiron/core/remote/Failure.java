package dev.chiron.core.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.io.Json;
import dev.langchain4j.exception.HttpException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What one failed attempt means.
 *
 * @param text what happened, in one line, without secrets
 * @param again whether the same request may succeed later
 * @param retryAfter how long the service asks to wait
 */
record Failure(String text, boolean again, Optional<Duration> retryAfter) {
  /** Request time-out, too early, too many requests, and every server error. */
  private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429);

  private static final int LONGEST_EXCERPT = 300;

  /** Reads an exception that came out of LangChain4j. */
  static Failure of(RuntimeException thrown, Instant now) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof HttpException http) {
        return ofStatus(http, now);
      }
      if (t instanceof TransportException) {
        return temporary(String.valueOf(t.getMessage()));
      }
      // Jackson's exceptions are I/O exceptions too, but the bytes did arrive.
      if (t instanceof JsonProcessingException json) {
        return lasting("the answer is malformed JSON: " + Json.problem(json));
      }
      if (t instanceof IOException || t instanceof dev.langchain4j.exception.TimeoutException) {
        return temporary("the connection failed: " + oneLine(String.valueOf(t.getMessage())));
      }
    }
    String message = thrown.getMessage() == null ? "" : ": " + oneLine(thrown.getMessage());
    return lasting(
        "the answer is not what the protocol says: " + thrown.getClass().getSimpleName() + message);
  }

  private static Failure ofStatus(HttpException http, Instant now) {
    int status = http.statusCode();
    boolean again = TEMPORARY.contains(status) || status >= 500;
    Optional<Duration> wait =
        http instanceof HttpStatusException ours && (status == 429 || status == 503)
            ? ours.retryAfter().flatMap(value -> parseRetryAfter(value, now))
            : Optional.empty();
    return new Failure(
        "HTTP " + status + problem(Objects.requireNonNullElse(http.getMessage(), "")), again, wait);
  }

  /** Seconds or an HTTP date (RFC 9110, 10.2.3); empty if it is neither. */
  static Optional<Duration> parseRetryAfter(String value, Instant now) {
    String text = value.strip();
    try {
      return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(text))));
    } catch (NumberFormatException e) {
      // Not seconds: a date, or nothing known.
    }
    try {
      Instant when = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, when);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The message in an error's body as OpenAI and Ollama write it, or the body's beginning. */
  private static String problem(String body) {
    String text = body;
    try {
      JsonNode error = Json.mapper().readTree(text).path("error");
      if (error.isTextual()) {
        text = error.asText();
      } else if (error.path("message").isTextual()) {
        text = error.path("message").asText();
      }
    } catch (JsonProcessingException e) {
      // The body is no JSON: its beginning is shown as it is.
    }
    return text.isBlank() ? "" : ": " + oneLine(text);
  }

  private static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST_EXCERPT ? line : line.substring(0, LONGEST_EXCERPT) + "…";
  }

  private static Failure temporary(String text) {
    return new Failure(text, true, Optional.empty());
  }

  private static Failure lasting(String text) {
    return new Failure(text, false, Optional.empty());
  }
}
