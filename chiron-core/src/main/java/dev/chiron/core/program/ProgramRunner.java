package dev.chiron.core.program;

/** Runs programs of one language where they can do no harm. Safe for use by many threads. */
public interface ProgramRunner extends AutoCloseable {
  Language language();

  /** What keeps a program from doing harm, in words for people. */
  String isolation();

  /**
   * Runs a program to its end, which comes within the limits. When this returns, nothing of the
   * program runs any more and no file of it is left.
   *
   * @throws IllegalStateException if the sandbox itself fails; a program is never run without it
   */
  Outcome run(Program program, Limits limits);

  @Override
  default void close() {}
}
