package dev.chiron.nn.training;

/** Why a training ended. */
public enum StopReason {
  /** All steps are done. */
  FINISHED,
  /** The validation loss did not improve any more. */
  NO_IMPROVEMENT,
  /** An evaluation is as good as was asked for. */
  GOAL_REACHED,
  /** The time, or the budget, is spent. */
  OUT_OF_BUDGET
}
