package dev.chiron.nn.training;

import java.util.function.LongSupplier;

/** Seconds that go on from those before an interruption. */
record Stopwatch(LongSupplier nanoTime, long start, double before) {
  Stopwatch(LongSupplier nanoTime, double before) {
    this(nanoTime, nanoTime.getAsLong(), before);
  }

  double seconds() {
    return before + (nanoTime.getAsLong() - start) / 1e9;
  }
}
