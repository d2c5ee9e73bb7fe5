package dev.chiron.nn.training;

import java.util.List;

/**
 * Acts on trained weights between the parts of an optimiser step. What it does is to follow from
 * the step alone, so that a resumed training does the same.
 */
public interface StepAction {
  /** Does nothing. */
  StepAction NONE = new StepAction() {};

  /**
   * Before the losses of a step are computed.
   *
   * @param step from 1
   * @param batches the examples of each micro-batch
   */
  default void beforeGradients(long step, List<int[]> batches) {}

  /**
   * When the gradients are there, before they are clipped; also when the step is then given up
   * because of an interruption.
   */
  default void afterGradients(long step) {}

  /** When the weights have been moved. */
  default void afterUpdate(long step, Optimizer optimizer) {}

  /** Says what it does, so that a run is not resumed with another; empty for nothing. */
  default String fingerprint() {
    return "";
  }
}
