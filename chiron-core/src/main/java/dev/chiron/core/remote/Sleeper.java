package dev.chiron.core.remote;

import java.time.Duration;

/** How a retry waits; tests give one that only notes what it was asked. */
@FunctionalInterface
public interface Sleeper {
  /** Waits in real time. */
  Sleeper REAL = Thread::sleep;

  void sleep(Duration time) throws InterruptedException;
}
