package dev.chiron.core.task;

/** One part of a task's examples. */
public enum Split {
  TRAIN,
  DEV,
  TEST
}
