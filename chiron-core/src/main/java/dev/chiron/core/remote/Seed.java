package dev.chiron.core.remote;

/** Seeds as services take them. */
final class Seed {
  private Seed() {}

  /** A seed of 31 bits: the protocols know nothing wider. */
  static int of(long seed) {
    return Long.hashCode(seed) & Integer.MAX_VALUE;
  }
}
