package dev.chiron.core.program;

/** How a program ended. */
public enum Verdict {
  /** By itself, with exit code 0. */
  OK,
  /** It did not start: the compiler, or the interpreter's parser, refused it. */
  DOES_NOT_COMPILE,
  /** By itself, with an uncaught exception or another exit code than 0. */
  FAILED,
  /** It ran out of wall-clock or processor time, or of statements where those are counted. */
  TIMEOUT,
  /** It ran out of memory. */
  MEMORY,
  /** It wrote more output than is kept. */
  OUTPUT,
  /** It did what no program may do here, and was refused before its start or ended by a refusal. */
  FORBIDDEN,
  /** Its interpreter was ended by a signal. */
  CRASH
}
