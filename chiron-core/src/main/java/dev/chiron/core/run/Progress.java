package dev.chiron.core.run;

/** Where long work says how far it is; the command draws a bar, the dashboard a plot. */
@FunctionalInterface
public interface Progress {
  /** Says nothing to anyone. */
  Progress SILENT = (stage, done, total, message) -> {};

  /**
   * Tells the state of one stage.
   *
   * @param stage a short name that stays the same through the stage
   * @param done units finished
   * @param total units in all; 0 if unknown
   * @param message the latest of interest, such as {@code loss 2.31}
   */
  void update(String stage, long done, long total, String message);

  /** The same under a prefix, for a part of the work. */
  default Progress under(String prefix) {
    return (stage, done, total, message) -> update(prefix + " " + stage, done, total, message);
  }
}
