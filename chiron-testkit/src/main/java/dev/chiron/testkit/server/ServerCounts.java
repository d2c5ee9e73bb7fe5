package dev.chiron.testkit.server;

import java.util.Map;

/**
 * What a server has seen.
 *
 * @param requests all sendings
 * @param distinct different requests among them
 * @param paid complete answers delivered: what a provider would charge
 * @param paidTwice paid answers beyond the first to an equal request
 * @param faults how often each fault was played
 * @param mostAtOnce the most requests open at the same time
 */
public record ServerCounts(
    int requests,
    int distinct,
    int paid,
    int paidTwice,
    Map<Fault, Integer> faults,
    int mostAtOnce) {
  public ServerCounts {
    faults = Map.copyOf(faults);
  }
}
