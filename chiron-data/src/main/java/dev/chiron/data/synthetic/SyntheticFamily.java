package dev.chiron.data.synthetic;

import java.util.random.RandomGenerator;

/** A family of synthetic tasks that differ in their parameters, labels and wording. */
public interface SyntheticFamily {
  /** Lower case with hyphens, unique among the families. */
  String name();

  /** Draws a task: its parameters, its labels if any, and the wording of its instruction. */
  SyntheticTask draw(RandomGenerator random);
}
