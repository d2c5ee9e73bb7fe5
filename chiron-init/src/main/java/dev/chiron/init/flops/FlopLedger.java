package dev.chiron.init.flops;

import java.util.ArrayList;
import java.util.List;

/** What each phase of a training cost, in order; nothing that was computed is left out. */
public record FlopLedger(List<Phase> phases) {
  /** Nothing spent yet. */
  public static final FlopLedger EMPTY = new FlopLedger(List.of());

  /**
   * A part of the training with one network.
   *
   * @param tokens seen, repetitions included
   * @param perToken floating-point operations
   */
  public record Phase(String name, long tokens, long perToken) {
    public double flops() {
      return (double) tokens * perToken;
    }
  }

  public FlopLedger {
    phases = List.copyOf(phases);
  }

  /** With one more phase. */
  public FlopLedger plus(String name, long tokens, long perToken) {
    List<Phase> more = new ArrayList<>(phases);
    more.add(new Phase(name, tokens, perToken));
    return new FlopLedger(more);
  }

  /** Floating-point operations of all phases. */
  public double total() {
    return phases.stream().mapToDouble(Phase::flops).sum();
  }
}
