package dev.chiron.app.command;

import dev.chiron.core.error.InputException;
import picocli.CommandLine.Option;

/** How many steps a model is trained for, on how much at a time, and how fast. */
final class StepOptions {
  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Optimiser steps (default: ${DEFAULT-VALUE}).")
  long steps = 1000;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "16",
      description = "Rows of a step (default: ${DEFAULT-VALUE}).")
  int batch = 16;

  @Option(
      names = "--context",
      paramLabel = "N",
      defaultValue = "256",
      description = "Tokens of a row (default: ${DEFAULT-VALUE}).")
  int context = 256;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      defaultValue = "1e-3",
      description = "Learning rate at its peak (default: ${DEFAULT-VALUE}).")
  double rate = 1e-3;

  /**
   * Checks them.
   *
   * @throws InputException naming the option that is wrong
   */
  void check() {
    positive("--steps", (double) steps);
    positive("--batch", batch);
    positive("--context", context);
    positive("--rate", rate);
  }

  private static void positive(String option, double value) {
    if (!(value > 0)) {
      throw new InputException(option + ": must be above 0");
    }
  }
}
