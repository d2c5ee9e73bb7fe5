package dev.chiron.bench.speed;

import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.run.Progress;
import dev.chiron.nn.tensor.Torch;
import dev.chiron.nn.weights.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Greedy writing with one decoder: a single row, a batch of rows, and a single row by peers. */
public final class DecodingContest {
  /** Positions behind the last that is needed: Jlama reads its rotary table ahead. */
  private static final int SPARE = 256;

  /**
   * What came of it.
   *
   * @param standings the single row first, then the batch, the peers, and {@link MatrixProduct}
   * @param prefillTokensPerSecond how fast the batch's prompts are read
   */
  public record Outcome(List<Standing> standings, double prefillTokensPerSecond) {
    public Outcome {
      standings = List.copyOf(standings);
    }
  }

  private DecodingContest() {}

  /**
   * Runs it.
   *
   * @param shape its batch is that of the batched writing
   * @param peers those that do not write are left out
   * @param root of the project
   */
  public static Outcome run(
      DecoderShape shape, List<Peer> peers, Contest contest, Path root, Progress progress) {
    int threadsBefore = Torch.threads();
    Torch.threads(shape.threads());
    List<Contestant> contestants = new ArrayList<>();
    Path directory = temporary();
    try (SharedModel model = SharedModel.write(directory, shape, contest.steps() + SPARE);
        Parameters weights = model.weights().to(Torch.device(shape.device()))) {
      contestants.add(new ChironDecoding("chiron", shape.withBatch(1), model.decoder(), weights));
      ChironDecoding batched =
          new ChironDecoding("chiron, batch of " + shape.batch(), shape, model.decoder(), weights);
      contestants.add(batched);
      for (Peer peer : peers) {
        if (!peer.trains()) {
          contestants.add(peer.decoding(root, shape, model, contest.steps()));
        }
      }
      contestants.add(new MatrixProduct(shape.device()));
      List<Standing> standings = contest.run(contestants, progress);
      double read = (double) shape.batch() * shape.context() / batched.prefillSeconds();
      return new Outcome(standings, read);
    } finally {
      contestants.forEach(Contestant::close);
      delete(directory);
      Torch.threads(threadsBefore);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("chiron-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try {
      AtomicFiles.deleteTree(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
