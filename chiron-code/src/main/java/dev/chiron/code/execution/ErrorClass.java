package dev.chiron.code.execution;

/** What kept a sample from solving its problem; the first that applies (arXiv 2108.07732, §4). */
public enum ErrorClass {
  /** There is no program in what the model wrote. */
  NOT_EXTRACTED,
  DOES_NOT_COMPILE,
  TIMEOUT,
  OUT_OF_MEMORY,
  /** It did what no program may do. */
  FORBIDDEN,
  /** A test, or the program before them, ended by an exception other than a failed assertion. */
  EXCEPTION,
  /** Every test that failed did so by its assertion. */
  WRONG_VALUE,
  SOLVED
}
