package dev.chiron.core.program;

import java.util.Optional;

/** A kind of sandbox; found by {@link java.util.ServiceLoader}. */
public interface ProgramRunnerProvider {
  /** The name by which it is asked for, such as {@code process}. */
  String name();

  /** The place in the order of trying: the least first, so the safest has the least. */
  int rank();

  /**
   * Why it can't run programs of this language here, in words for people; empty if it can. Looks at
   * the machine, perhaps for a second at the first call.
   */
  Optional<String> obstacle(Language language);

  /** Opens a runner; only where {@link #obstacle} has none. */
  ProgramRunner open(Language language);
}
