package dev.chiron.init.flops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chiron.core.io.Json;
import dev.chiron.core.run.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Validation loss against the operations spent so far.
 *
 * @param points in the order of their cost
 */
public record LossCurve(List<Point> points) {
  /**
   * One evaluation.
   *
   * @param flops spent before it, all phases included
   * @param loss in nats a token
   */
  public record Point(double flops, double loss) {}

  public LossCurve {
    points = List.copyOf(points);
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).flops() < points.get(i - 1).flops()) {
        throw new IllegalArgumentException("a loss curve goes from the cheapest point on");
      }
    }
  }

  /**
   * The evaluations that a training noted in its run. Of steps that were done again after an
   * interruption the last counts, which is the same.
   *
   * @param before spent before the training
   * @param perStep floating-point operations of an optimiser step
   */
  public static LossCurve of(Run training, double before, double perStep) {
    Path events = training.directory().resolve("events.jsonl");
    TreeMap<Long, Double> losses = new TreeMap<>();
    try {
      List<String> lines = Files.exists(events) ? Files.readAllLines(events) : List.of();
      for (int i = 0; i < lines.size(); i++) {
        JsonNode event = Json.parse(events, i + 1L, lines.get(i));
        if (event.path("type").asText().equals("validation")) {
          losses.put(event.path("step").asLong(), event.path("loss").asDouble());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Point> points = new ArrayList<>();
    losses.forEach((step, loss) -> points.add(new Point(before + step * perStep, loss)));
    return new LossCurve(points);
  }

  /** This curve and what followed it. */
  public LossCurve then(LossCurve more) {
    List<Point> all = new ArrayList<>(points);
    all.addAll(more.points);
    return new LossCurve(all);
  }

  /** The loss of the last evaluation; NaN if there was none. */
  public double finalLoss() {
    return points.isEmpty() ? Double.NaN : points.getLast().loss();
  }

  /**
   * What was spent when the loss first came down to a value, by a straight line between the
   * evaluations before and after; empty if it never did.
   */
  public OptionalDouble flopsTo(double loss) {
    for (int i = 0; i < points.size(); i++) {
      Point here = points.get(i);
      if (here.loss() <= loss) {
        if (i == 0 || points.get(i - 1).loss() <= here.loss()) {
          return OptionalDouble.of(here.flops());
        }
        Point before = points.get(i - 1);
        double share = (before.loss() - loss) / (before.loss() - here.loss());
        return OptionalDouble.of(before.flops() + share * (here.flops() - before.flops()));
      }
    }
    return OptionalDouble.empty();
  }

  /**
   * How much sooner this training came to where another one ended: {@code FLOPs of the other / own
   * FLOPs - 1} (arXiv 2405.15319); both count from when they first had that loss. Empty if this one
   * never came there.
   */
  public OptionalDouble speedUpOver(LossCurve other) {
    double goal = other.finalLoss();
    OptionalDouble own = flopsTo(goal);
    OptionalDouble theirs = other.flopsTo(goal);
    return own.isEmpty() || theirs.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(theirs.getAsDouble() / own.getAsDouble() - 1);
  }

  /** One line a point, after a heading. */
  public String csv() {
    StringBuilder text = new StringBuilder("flops,loss\n");
    points.forEach(
        point ->
            text.append(String.format(Locale.ROOT, "%.0f,%.6f%n", point.flops(), point.loss())));
    return text.toString();
  }
}
