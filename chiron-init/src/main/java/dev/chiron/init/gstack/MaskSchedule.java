package dev.chiron.init.gstack;

import dev.chiron.core.error.InputException;

/**
 * How the mask c on what is new rises from 0 to 1 over some steps.
 *
 * @param shape of the rise
 * @param steps of it; afterwards nothing is masked
 */
public record MaskSchedule(Shape shape, long steps) {
  /** How it rises; t goes from 0 to 1. */
  public enum Shape {
    /** c = t. */
    LINEAR,
    /** c = sin(π/2 · t). */
    SINE,
    /** Each part in a third of the steps: feed-forward, then residual stream, then attention. */
    STAGED
  }

  /** What is masked. */
  enum Part {
    FEED_FORWARD(0),
    RESIDUAL(1),
    ATTENTION(2);

    private final int thirdsBefore;

    Part(int thirdsBefore) {
      this.thirdsBefore = thirdsBefore;
    }
  }

  public MaskSchedule {
    if (steps < 1) {
      throw new InputException("mask: must rise over 1 step or more, not " + steps);
    }
  }

  /**
   * c of a part.
   *
   * @param step from 0
   */
  double at(Part part, long step) {
    double t = Math.clamp((double) step / steps, 0.0, 1.0);
    return switch (shape) {
      case LINEAR -> t;
      case SINE -> Math.sin(Math.PI / 2 * t);
      case STAGED -> Math.clamp(3 * t - part.thirdsBefore, 0.0, 1.0);
    };
  }
}
