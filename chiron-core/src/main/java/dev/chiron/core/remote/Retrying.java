package dev.chiron.core.remote;

import dev.chiron.core.error.ModelException;
import dev.chiron.core.random.Seeds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Sends a request until it is answered or given up.
 *
 * @param policy when to try again
 * @param seeds the jitter; each request has its own stream, so that it does not depend on the order
 *     of threads
 * @param sleeper how to wait
 * @param clock what a {@code Retry-After} date is compared with
 */
public record Retrying(RetryPolicy policy, Seeds seeds, Sleeper sleeper, InstantSource clock) {
  public static final Retrying DEFAULT =
      new Retrying(RetryPolicy.DEFAULT, new Seeds(0), Sleeper.REAL, InstantSource.system());

  /**
   * Makes the call.
   *
   * @param who the model, for messages
   * @param stream what tells this request's jitter from others'
   * @param secret the API key, cut out of every message; empty for none
   * @throws ModelException if the service refuses, or every attempt fails
   */
  <T> T call(String who, String stream, String secret, Supplier<T> attempt) {
    RandomGenerator random = seeds.generator(stream);
    for (int failures = 1; ; failures++) {
      Failure failure;
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException();
      }
      try {
        return attempt.get();
      } catch (ModelException e) {
        throw e;
      } catch (RuntimeException e) {
        // The cause is not kept: its text may hold the request, and with it the API key.
        failure = Failure.of(e, clock.instant());
      }
      String text = who + ": " + redact(failure.text(), secret);
      if (!failure.again()) {
        throw new ModelException(text);
      }
      if (failures >= policy.attempts()) {
        throw new ModelException(
            text + (failures == 1 ? "" : " (after " + failures + " attempts)"));
      }
      waitBefore(failure, failures, text, random);
    }
  }

  private void waitBefore(Failure failure, int failures, String text, RandomGenerator random) {
    Duration hint = failure.retryAfter().orElse(Duration.ZERO);
    if (hint.compareTo(policy.longestRetryAfter()) > 0) {
      throw new ModelException(
          text + " (asks to come back in " + hint.toSeconds() + " s: try again later)");
    }
    try {
      sleeper.sleep(
          failure.retryAfter().isPresent()
              ? policy.afterHint(hint, random)
              : policy.backOff(failures, random));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }

  private static String redact(String text, String secret) {
    return secret.isEmpty() ? text : text.replace(secret, "***");
  }
}
