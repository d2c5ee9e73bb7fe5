package dev.chiron.nn.training;

/**
 * The training thread was interrupted. A checkpoint was written if there is a run, and the thread's
 * interrupt flag is set again; the same training in the same run goes on from there.
 */
public final class TrainingInterrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingInterrupted(long step) {
    super("training was interrupted after " + step + " steps");
  }
}
