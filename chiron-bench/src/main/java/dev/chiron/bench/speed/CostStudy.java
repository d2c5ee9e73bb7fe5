package dev.chiron.bench.speed;

import dev.chiron.core.run.Progress;
import dev.chiron.core.statistics.LinearFit;
import dev.chiron.nn.tensor.Torch;
import java.util.ArrayList;
import java.util.List;

/**
 * How the time of a training step grows with the size of the model and of the batch: whether it is
 * what the operations of its matrix products cost, and nothing grows faster.
 */
public final class CostStudy {
  /**
   * One size.
   *
   * @param changed which size differs from the base's, and how
   * @param flops of a step
   * @param seconds of a step, the median of the rounds
   * @param relativeRate operations per second over those of the base, by the median of rounds
   */
  public record Point(
      String changed, DecoderShape shape, double flops, double seconds, double relativeRate) {}

  /**
   * What came of it.
   *
   * @param exponent b of the fit seconds = a · flops^b, by least squares of the logarithms
   * @param determination R² of the fit
   */
  public record Outcome(List<Point> points, double exponent, double determination) {
    public Outcome {
      points = List.copyOf(points);
    }
  }

  private CostStudy() {}

  /** Halves and doubles each size of the base in turn. */
  public static Outcome run(DecoderShape base, Contest contest, Progress progress) {
    int threadsBefore = Torch.threads();
    Torch.threads(base.threads());
    try {
      List<Point> points = new ArrayList<>();
      points.add(new Point("base", base, base.trainingFlops(), 0, 1));
      for (int share : new int[] {1, 4}) {
        String times = share == 1 ? " halved" : " doubled";
        int layers = Math.max(1, base.layers() * share / 2);
        int width = base.width() * share / 2;
        int context = Math.max(1, base.context() * share / 2);
        int batch = Math.max(1, base.batch() * share / 2);
        add(points, "depth" + times, base.with(layers, base.width(), base.context(), base.batch()));
        add(points, "width" + times, base.with(base.layers(), width, base.context(), base.batch()));
        add(
            points,
            "context" + times,
            base.with(base.layers(), base.width(), context, base.batch()));
        add(points, "batch" + times, base.withBatch(batch));
      }
      return fitted(measured(points, contest, progress));
    } finally {
      Torch.threads(threadsBefore);
    }
  }

  private static void add(List<Point> points, String changed, DecoderShape shape) {
    points.add(new Point(changed, shape, shape.trainingFlops(), 0, 1));
  }

  private static List<Point> measured(List<Point> points, Contest contest, Progress progress) {
    List<Contestant> contestants = new ArrayList<>();
    try {
      for (Point point : points) {
        contestants.add(new Sized(point.changed(), ChironTraining.full(point.shape())));
      }
      List<Standing> standings = contest.run(contestants, progress);
      List<Point> measured = new ArrayList<>();
      double base = points.getFirst().flops();
      for (int i = 0; i < points.size(); i++) {
        Point point = points.get(i);
        Standing standing = standings.get(i);
        double tokens = (double) contestants.get(i).tokensPerStep();
        double times = contestants.getFirst().tokensPerStep() / tokens / standing.ratio();
        measured.add(
            new Point(
                point.changed(),
                point.shape(),
                point.flops(),
                standing.secondsPerStep(),
                point.flops() / base * times));
      }
      return measured;
    } finally {
      contestants.forEach(Contestant::close);
    }
  }

  /** Under the name of its size. */
  private record Sized(String name, ChironTraining training) implements Contestant {
    @Override
    public long tokensPerStep() {
      return training.tokensPerStep();
    }

    @Override
    public Turn turn(int steps) {
      return training.turn(steps);
    }

    @Override
    public void close() {
      training.close();
    }
  }

  static Outcome fitted(List<Point> points) {
    double[] x = points.stream().mapToDouble(point -> Math.log(point.flops())).toArray();
    double[] y = points.stream().mapToDouble(point -> Math.log(point.seconds())).toArray();
    LinearFit fit = LinearFit.of(x, y);
    return new Outcome(points, fit.slope(), fit.determination());
  }
}
