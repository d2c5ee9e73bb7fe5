package dev.chiron.nn.training;

/** The loss is no number any more. */
public final class TrainingDiverged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingDiverged(long step, double loss) {
    super(
        "training diverged: the loss of step %d is %s: lower the learning rate"
            .formatted(step, loss));
  }
}
