package dev.chiron.core.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chiron.core.error.ModelException;
import dev.chiron.core.random.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryingTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final RetryPolicy POLICY =
      new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMinutes(1));

  private final List<Duration> waits = new ArrayList<>();
  private final Retrying retrying =
      new Retrying(POLICY, new Seeds(1), waits::add, InstantSource.fixed(NOW));

  @Property(tries = 300)
  void theBackOffIsWithinItsDoublingAndItsCap(
      @ForAll @IntRange(min = 1, max = 40) int failures, @ForAll long seed) {
    Duration wait = POLICY.backOff(failures, new Seeds(seed).generator("x"));
    assertThat(wait)
        .isBetween(Duration.ZERO, Duration.ofSeconds(failures == 1 ? 1 : failures == 2 ? 2 : 3));
  }

  @Test
  void theJitterIsFull() {
    var random = new Seeds(3).generator("jitter");
    double mean = 0;
    for (int i = 0; i < 4000; i++) {
      mean += POLICY.backOff(1, random).toNanos() / 1e9 / 4000;
    }
    // Uniform in [0, 1]: the mean of 4,000 has a standard deviation of 0.0046.
    assertThat(mean).isBetween(0.5 - 0.02, 0.5 + 0.02);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504, 529})
  void temporaryStatusesAreTriedAgainUpToTheLastAttempt(int status) {
    AtomicInteger attempts = new AtomicInteger();
    assertThatThrownBy(() -> call(failing(attempts, status, "")))
        .isInstanceOf(ModelException.class)
        .hasMessage("m: HTTP " + status + ": too bad (after 4 attempts)");
    assertThat(attempts).hasValue(4);
    assertThat(waits).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 422})
  void lastingStatusesAreNotTriedAgain(int status) {
    AtomicInteger attempts = new AtomicInteger();
    assertThatThrownBy(() -> call(failing(attempts, status, "1")))
        .isInstanceOf(ModelException.class)
        .hasMessage("m: HTTP " + status + ": too bad");
    assertThat(attempts).hasValue(1);
    assertThat(waits).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"20", "Sun, 01 Mar 2026 10:00:20 GMT"})
  void retryAfterIsHonouredInSecondsAndAsADate(String header) {
    assertThatThrownBy(() -> call(failing(new AtomicInteger(), 429, header)))
        .isInstanceOf(ModelException.class);
    assertThat(waits)
        .hasSize(3)
        .allSatisfy(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21)));
  }

  @Test
  void aServiceThatAsksForTooMuchPatienceIsGivenUpAtOnce() {
    AtomicInteger attempts = new AtomicInteger();
    assertThatThrownBy(() -> call(failing(attempts, 503, "3600")))
        .hasMessageContaining("asks to come back in 3600 s");
    assertThat(attempts).hasValue(1);
  }

  @Test
  void aRetryAfterThatCannotBeReadFallsBackToTheBackOff() {
    assertThat(Failure.parseRetryAfter("soon", NOW)).isEmpty();
    assertThat(Failure.parseRetryAfter("-5", NOW)).contains(Duration.ZERO);
    assertThat(Failure.parseRetryAfter("Sun, 01 Mar 2026 09:00:00 GMT", NOW))
        .contains(Duration.ZERO);
  }

  @Test
  void theWaitsOfARequestDoNotDependOnOtherRequests() {
    assertThatThrownBy(() -> call(failing(new AtomicInteger(), 500, ""))).isNotNull();
    List<Duration> first = List.copyOf(waits);
    waits.clear();
    assertThatThrownBy(() -> retrying.call("m", "other", "", failing(new AtomicInteger(), 500, "")))
        .isNotNull();
    assertThat(waits).isNotEqualTo(first);
    waits.clear();
    assertThatThrownBy(() -> call(failing(new AtomicInteger(), 500, ""))).isNotNull();
    assertThat(waits).isEqualTo(first);
  }

  @Test
  void theKeyIsCutOutOfTheServicesOwnWords() {
    assertThatThrownBy(
            () ->
                retrying.call(
                    "m",
                    "r",
                    "sk-1",
                    () -> {
                      throw new HttpStatusException(401, "wrong key sk-1 given", "");
                    }))
        .hasMessage("m: HTTP 401: wrong key *** given")
        .hasNoCause();
  }

  @Test
  void anInterruptEndsTheWaiting() {
    Retrying interrupted =
        new Retrying(
            POLICY,
            new Seeds(1),
            time -> {
              throw new InterruptedException();
            },
            InstantSource.fixed(NOW));
    AtomicInteger attempts = new AtomicInteger();
    assertThatThrownBy(() -> interrupted.call("m", "r", "", failing(attempts, 500, "")))
        .isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(attempts).hasValue(1);
  }

  private String call(Supplier<String> attempt) {
    return retrying.call("m", "r", "", attempt);
  }

  private static Supplier<String> failing(AtomicInteger attempts, int status, String retryAfter) {
    return () -> {
      attempts.incrementAndGet();
      throw new HttpStatusException(status, "{\"error\":{\"message\":\"too bad\"}}", retryAfter);
    };
  }
}
