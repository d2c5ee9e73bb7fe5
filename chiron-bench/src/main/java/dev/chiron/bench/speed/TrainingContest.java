package dev.chiron.bench.speed;

import dev.chiron.core.run.Progress;
import dev.chiron.nn.tensor.Torch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Training steps of one decoder: of all weights, of a LoRA, and by peers. */
public final class TrainingContest {
  private TrainingContest() {}

  /**
   * Runs it. First comes the training of all weights; {@link MatrixProduct} is last.
   *
   * @param loraRank of two LoRAs, on queries and values and on all projections; 0 for none
   * @param reducedPrecision whether to train with shortened factors too
   * @param peers those that do not train are left out
   * @param root of the project
   */
  public static List<Standing> run(
      DecoderShape shape,
      int loraRank,
      boolean reducedPrecision,
      List<Peer> peers,
      Contest contest,
      Path root,
      Progress progress) {
    int threadsBefore = Torch.threads();
    Torch.threads(shape.threads());
    List<Contestant> contestants = new ArrayList<>();
    try {
      contestants.add(ChironTraining.full(shape));
      if (loraRank > 0) {
        contestants.add(ChironTraining.loraOnQueriesAndValues(shape, loraRank));
        contestants.add(ChironTraining.lora(shape, loraRank));
      }
      if (reducedPrecision) {
        contestants.add(ChironTraining.reducedPrecision(shape));
      }
      for (Peer peer : peers) {
        if (peer.trains()) {
          contestants.add(peer.training(root, shape));
        }
      }
      contestants.add(new MatrixProduct(shape.device()));
      return contest.run(contestants, progress);
    } finally {
      contestants.forEach(Contestant::close);
      Torch.threads(threadsBefore);
    }
  }
}
