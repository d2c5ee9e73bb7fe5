package dev.chiron.testkit.server;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Counts requests, answers and faults. */
final class Ledger {
  private final Map<String, Integer> sendings = new HashMap<>();
  private final Map<String, Integer> answers = new HashMap<>();
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private int open;
  private int mostAtOnce;

  /** A request came; returns how often it has come, from 1. */
  synchronized int arrived(String request) {
    open++;
    mostAtOnce = Math.max(mostAtOnce, open);
    return sendings.merge(request, 1, Integer::sum);
  }

  synchronized void left() {
    open--;
  }

  synchronized void paid(String request) {
    answers.merge(request, 1, Integer::sum);
  }

  synchronized void played(Fault fault) {
    faults.merge(fault, 1, Integer::sum);
  }

  synchronized ServerCounts counts() {
    int paid = answers.values().stream().mapToInt(Integer::intValue).sum();
    return new ServerCounts(
        sendings.values().stream().mapToInt(Integer::intValue).sum(),
        sendings.size(),
        paid,
        paid - answers.size(),
        faults,
        mostAtOnce);
  }
}
