package dev.chiron.app.report;

import dev.chiron.core.adaptation.MethodResult;
import dev.chiron.core.statistics.Interval;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods' scores as bars: test with its 95 % interval, dev as a thin bar above it. */
final class ScoreBars {
  private static final int WIDTH = 880;
  private static final int LEFT = 220;
  private static final int RIGHT = 70;
  private static final int TOP = 12;
  private static final int ROW = 46;

  private final ReportContent content;
  private final StringBuilder svg = new StringBuilder();

  ScoreBars(ReportContent content) {
    this.content = content;
  }

  String svg() {
    List<MethodResult> methods =
        content.done().stream()
            .sorted(
                Comparator.comparingDouble(
                    (MethodResult method) -> -ReportContent.value(method.test())))
            .toList();
    int bottom = TOP + methods.size() * ROW;
    svg.append("<svg class=\"chart\" viewBox=\"0 0 ").append(WIDTH).append(' ');
    svg.append(bottom + 30).append("\" role=\"img\" aria-label=\"Scores of the methods on test ");
    svg.append("with 95 % intervals, and on dev; the table below holds the numbers\">\n");
    for (int tick = 0; tick <= 100; tick += 20) {
      double x = x(tick / 100.0);
      line("grid", x, TOP, x, bottom);
      label("tick", x, bottom + 20, "middle", String.valueOf(tick));
    }
    for (int i = 0; i < methods.size(); i++) {
      row(methods.get(i), TOP + i * ROW);
    }
    return svg.append("</svg>\n").toString();
  }

  private void row(MethodResult method, double y) {
    boolean best = method.id().equals(content.result().chosen());
    double test = ReportContent.value(method.test());
    label(best ? "name best" : "name", LEFT - 12, y + 27, "end", (best ? "★ " : "") + method.id());
    bar("dev", ReportContent.value(method.dev()), y + 7, 6);
    bar(best ? "test best" : "test", test, y + 15, 18);
    double end = interval(method.testInterval(), y + 24);
    label("value", Math.max(end, x(test)) + 8, y + 29, "start", Markup.points(test));
  }

  /** Draws the whisker and returns where it ends. */
  private double interval(@Nullable Interval interval, double y) {
    if (interval == null) {
      return 0;
    }
    double low = x(interval.low());
    double high = x(interval.high());
    line("whisker", low, y, high, y);
    line("whisker", low, y - 5, low, y + 5);
    line("whisker", high, y - 5, high, y + 5);
    return high;
  }

  private void bar(String style, double score, double y, double height) {
    svg.append("<rect class=\"").append(style).append("\" x=\"").append(LEFT);
    svg.append("\" y=\"").append(Markup.at(y)).append("\" rx=\"2\" height=\"");
    svg.append(Markup.at(height)).append("\" width=\"");
    svg.append(Markup.at(Math.max(1, x(score) - LEFT))).append("\"/>\n");
  }

  private void line(String style, double x1, double y1, double x2, double y2) {
    svg.append(Drawing.line(style, x1, y1, x2, y2));
  }

  private void label(String style, double x, double y, String anchor, String text) {
    svg.append(Drawing.label(style, x, y, anchor, text));
  }

  private static double x(double score) {
    double inside = Math.clamp(score, 0, 1);
    return LEFT + inside * (WIDTH - LEFT - RIGHT);
  }
}
