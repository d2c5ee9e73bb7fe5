package dev.chiron.core.remote;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a failed request is tried again: exponential back-off with full jitter, as in Brooker,
 * "Exponential Backoff and Jitter" (AWS Architecture Blog, 2015).
 *
 * <p>The wait after failure {@code n} is uniform in {@code [0, min(longestBackOff, firstBackOff ·
 * 2^(n−1))]}. A service that says {@code Retry-After} is waited for as long as it says, and up to
 * {@code firstBackOff} longer, so that many clients do not come back in the same moment.
 *
 * @param attempts the most times that a request is sent, at least 1
 * @param firstBackOff the longest wait after the first failure
 * @param longestBackOff the longest wait after any failure without {@code Retry-After}
 * @param longestRetryAfter a service that asks for more patience than this is given up
 */
public record RetryPolicy(
    int attempts, Duration firstBackOff, Duration longestBackOff, Duration longestRetryAfter) {

  /**
   * Six attempts, half a second doubling up to half a minute: a service that is away for about a
   * quarter of a minute is survived; rate limits of a minute, which are common, by {@code
   * Retry-After}.
   */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(6, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(5));

  public RetryPolicy {
    if (attempts < 1 || firstBackOff.isNegative() || longestBackOff.isNegative()) {
      throw new IllegalArgumentException("attempts must be at least 1, waits not negative");
    }
  }

  /** The same with other attempts and another first wait. */
  public RetryPolicy with(int newAttempts, Duration newFirstBackOff) {
    return new RetryPolicy(newAttempts, newFirstBackOff, longestBackOff, longestRetryAfter);
  }

  /**
   * How long to wait.
   *
   * @param failures how often the request has failed, from 1
   */
  public Duration backOff(int failures, RandomGenerator random) {
    double doubled = (double) firstBackOff.toNanos() * Math.pow(2, Math.max(0, failures - 1));
    return jitter((long) Math.min(doubled, (double) longestBackOff.toNanos()), random);
  }

  /** How long to wait when the service says when to come back. */
  public Duration afterHint(Duration retryAfter, RandomGenerator random) {
    return retryAfter.plus(jitter(firstBackOff.toNanos(), random));
  }

  private static Duration jitter(long most, RandomGenerator random) {
    return most == 0 ? Duration.ZERO : Duration.ofNanos(random.nextLong(most + 1));
  }
}
