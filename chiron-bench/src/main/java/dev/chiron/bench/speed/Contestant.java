package dev.chiron.bench.speed;

/** One of those whose speeds are compared: does steps of the same kind of work. */
public interface Contestant extends AutoCloseable {
  /** Unique in a contest. */
  String name();

  /** What a step reads or writes. */
  long tokensPerStep();

  /**
   * Does some steps.
   *
   * @return what they took, preparation not counted
   */
  Turn turn(int steps);

  @Override
  default void close() {}
}
