package dev.chiron.core.run;

/** How a run stands. */
public enum RunState {
  /** A live process is at it. */
  RUNNING,
  /** It was stopped or killed before it ended; it can be resumed. */
  INTERRUPTED,
  /** It ended with an error; it can be resumed once the cause is mended. */
  FAILED,
  /** It reached its result. */
  DONE
}
