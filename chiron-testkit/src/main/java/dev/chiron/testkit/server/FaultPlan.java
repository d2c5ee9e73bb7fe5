package dev.chiron.testkit.server;

import dev.chiron.core.random.Seeds;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which request fails how. What happens to the n-th sending of a request depends on the seed, the
 * request and n only, so a test fails the same way whatever the order of the threads.
 */
public final class FaultPlan {
  /** No faults. */
  public static final FaultPlan NONE = new FaultPlan(0, Map.of(), 0, Duration.ZERO);

  private final Seeds seeds;
  private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
  private final int mostInARow;
  private final Duration retryAfter;

  /**
   * A plan.
   *
   * @param rates the part of sendings that each fault hits; at most 1 together
   * @param mostInARow after so many sendings of a request it succeeds, so that a client with more
   *     attempts always gets through
   * @param retryAfter what 429 and 503 ask for, in whole seconds
   */
  public FaultPlan(long seed, Map<Fault, Double> rates, int mostInARow, Duration retryAfter) {
    this.seeds = new Seeds(seed);
    this.rates.putAll(rates);
    this.mostInARow = mostInARow;
    this.retryAfter = retryAfter;
    if (rates.values().stream().mapToDouble(Double::doubleValue).sum() > 1 + 1e-9) {
      throw new IllegalArgumentException("the rates add up to more than 1: " + rates);
    }
  }

  /** Every sending fails in one way. */
  public static FaultPlan always(Fault fault) {
    return new FaultPlan(0, Map.of(fault, 1.0), Integer.MAX_VALUE, Duration.ofSeconds(1));
  }

  /** A third of all sendings is dropped, half of them after the answer was computed. */
  public static FaultPlan dropsAThird(long seed, int mostInARow) {
    return new FaultPlan(
        seed,
        Map.of(Fault.DROP_BEFORE, 1 / 6.0, Fault.DROP_AFTER, 1 / 6.0),
        mostInARow,
        Duration.ZERO);
  }

  /**
   * What happens to one sending.
   *
   * @param sending how often the request has come, from 1
   */
  Optional<Fault> fault(String request, int sending) {
    if (sending > mostInARow) {
      return Optional.empty();
    }
    double draw = seeds.generator(request + "#" + sending).nextDouble();
    for (Map.Entry<Fault, Double> entry : rates.entrySet()) {
      draw -= entry.getValue();
      if (draw < 0) {
        return Optional.of(entry.getKey());
      }
    }
    return Optional.empty();
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
