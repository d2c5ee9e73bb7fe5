package dev.chiron.sandbox;

import dev.chiron.core.program.Verdict;
import java.util.Set;

/**
 * A program that means harm, and how it must end.
 *
 * @param source {@code CANARY} stands for the path of a file that it must neither read nor change
 * @param sleeps whether it ends by the wall clock, so that the test gives it little of it
 */
public record Hostile(String name, boolean sleeps, Set<Verdict> expected, String source) {
  public static Hostile of(String name, Verdict expected, String source) {
    return new Hostile(name, false, Set.of(expected), source);
  }

  /** Two verdicts, where a kernel's or an interpreter's version decides which. */
  public static Hostile of(String name, Verdict expected, Verdict other, String source) {
    return new Hostile(name, false, Set.of(expected, other), source);
  }

  public static Hostile sleeping(String name, String source) {
    return new Hostile(name, true, Set.of(Verdict.TIMEOUT), source);
  }
}
