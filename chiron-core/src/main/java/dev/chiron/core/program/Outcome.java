package dev.chiron.core.program;

import java.time.Duration;

/**
 * What became of a program.
 *
 * @param detail one line that says why, such as the name of the uncaught exception; empty for
 *     {@link Verdict#OK}
 * @param exitCode 128 and the signal's number for a program ended by one; -1 where there is none
 * @param stdout up to the limit; bytes that are not UTF-8 are replaced
 * @param stderr as {@code stdout}
 * @param wall from its start to its end
 */
public record Outcome(
    Verdict verdict, String detail, int exitCode, String stdout, String stderr, Duration wall) {
  public boolean ok() {
    return verdict == Verdict.OK;
  }

  /** For a program that was never started. */
  public static Outcome refused(Verdict verdict, String detail, String stderr) {
    return new Outcome(verdict, detail, -1, "", stderr, Duration.ZERO);
  }
}
