package dev.chiron.app.report;

import dev.chiron.core.adaptation.MethodResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What each method cost, in seconds on a logarithmic axis, against its score on test. */
final class CostScatter {
  private static final int WIDTH = 880;
  private static final int HEIGHT = 380;
  private static final int LEFT = 60;
  private static final int RIGHT = 150;
  private static final int TOP = 16;
  private static final int BOTTOM = 54;
  private static final int LINE = 17;

  private final ReportContent content;
  private final StringBuilder svg = new StringBuilder();
  private final double low;
  private final double high;

  CostScatter(ReportContent content) {
    this.content = content;
    this.low = Math.floor(content.done().stream().mapToDouble(CostScatter::power).min().orElse(0));
    this.high =
        Math.max(
            low + 1,
            Math.ceil(content.done().stream().mapToDouble(CostScatter::power).max().orElse(1)));
  }

  String svg() {
    svg.append("<svg class=\"chart\" viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
    svg.append("\" role=\"img\" aria-label=\"Seconds that each method took against its score on ");
    svg.append("test; the table below holds the numbers\">\n");
    axes();
    List<MethodResult> byHeight =
        content.done().stream().sorted(Comparator.comparingDouble(this::y)).toList();
    List<double[]> taken = new ArrayList<>();
    for (MethodResult method : byHeight) {
      point(method, taken);
    }
    return svg.append("</svg>\n").toString();
  }

  private void axes() {
    for (int tick = 0; tick <= 100; tick += 20) {
      double y = y(tick / 100.0);
      svg.append(Drawing.line("grid", LEFT, y, WIDTH - RIGHT, y));
      svg.append(Drawing.label("tick", LEFT - 10, y + 4, "end", String.valueOf(tick)));
    }
    for (double power = low; power <= high; power++) {
      double x = x(power);
      double seconds = Math.pow(10, power);
      svg.append(Drawing.line("grid", x, TOP, x, HEIGHT - BOTTOM));
      String text = seconds < 1 ? Markup.number(seconds, 2) : Markup.number(seconds, 0);
      svg.append(Drawing.label("tick", x, HEIGHT - BOTTOM + 20, "middle", text + " s"));
    }
    double middle = (LEFT + WIDTH - RIGHT) / 2.0;
    svg.append(
        Drawing.label("axis", middle, HEIGHT - 8, "middle", "seconds, to find and to report"));
  }

  /** The dot, and its name to the right: lower where another name already stands. */
  private void point(MethodResult method, List<double[]> taken) {
    double x = x(power(method));
    double y = y(method);
    boolean best = method.id().equals(content.result().chosen());
    if (method.testInterval() != null) {
      svg.append(
          Drawing.line(
              "whisker", x, y(method.testInterval().low()), x, y(method.testInterval().high())));
    }
    String title =
        method.id()
            + ": "
            + Markup.points(ReportContent.value(method.test()))
            + " in "
            + Markup.number(method.seconds(), 1)
            + " s";
    svg.append(Drawing.dot(best ? "point best" : "point", x, y, best ? 7 : 5.5, title));
    double labelY = y + 4;
    for (double[] other : taken) {
      if (Math.abs(other[0] - x) < 130 && Math.abs(other[1] - labelY) < LINE) {
        labelY = other[1] + LINE;
      }
    }
    taken.add(new double[] {x, labelY});
    svg.append(
        Drawing.label(
            best ? "name small best" : "name small", x + 12, labelY, "start", method.id()));
  }

  private static double power(MethodResult method) {
    return Math.log10(Math.max(0.01, method.seconds()));
  }

  private double x(double power) {
    return LEFT + (power - low) / (high - low) * (WIDTH - LEFT - RIGHT);
  }

  private double y(MethodResult method) {
    return y(ReportContent.value(method.test()));
  }

  private static double y(double score) {
    return HEIGHT - BOTTOM - Math.clamp(score, 0, 1) * (HEIGHT - TOP - BOTTOM);
  }
}
