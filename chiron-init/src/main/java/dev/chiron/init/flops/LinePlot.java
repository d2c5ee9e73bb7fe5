package dev.chiron.init.flops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** Curves over a common axis as a picture that stands alone (SVG). */
public final class LinePlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 64;
  private static final int RIGHT = 170;
  private static final int TOP = 34;
  private static final int BOTTOM = 50;
  private static final int TICKS = 5;

  /** Told apart by readers who see few colours (Okabe and Ito, 2008). */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000");

  private final String title;
  private final String across;
  private final SequencedMap<String, double[][]> curves;
  private final double[] x = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
  private final double[] y = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
  private final StringBuilder svg = new StringBuilder();

  /**
   * @param title also says what goes upwards
   * @param across what goes to the right
   * @param curves by name; each has its places and its values: [2][points]
   */
  public LinePlot(String title, String across, SequencedMap<String, double[][]> curves) {
    this.title = title;
    this.across = across;
    this.curves = curves;
    for (double[][] curve : curves.values()) {
      for (int i = 0; i < curve[0].length; i++) {
        widen(x, curve[0][i]);
        widen(y, curve[1][i]);
      }
    }
  }

  /** Validation losses against what was spent. */
  public static LinePlot losses(SequencedMap<String, LossCurve> losses) {
    LinkedHashMap<String, double[][]> curves = new LinkedHashMap<>();
    losses.forEach(
        (name, curve) ->
            curves.put(
                name,
                new double[][] {
                  curve.points().stream().mapToDouble(LossCurve.Point::flops).toArray(),
                  curve.points().stream().mapToDouble(LossCurve.Point::loss).toArray()
                }));
    return new LinePlot("Validation loss (nats a token)", "training FLOPs", curves);
  }

  private static void widen(double[] range, double value) {
    range[0] = Math.min(range[0], value);
    range[1] = Math.max(range[1], value);
  }

  /** The picture. */
  public String svg() {
    svg.setLength(0);
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(WIDTH + " " + HEIGHT)
        .append("\" font-family=\"sans-serif\" font-size=\"13\">\n")
        .append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    text(LEFT, 20, "start", "#000", title);
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "#000", across);
    for (int i = 0; i <= TICKS; i++) {
      double share = (double) i / TICKS;
      tick(x[0] + share * (x[1] - x[0]), y[0] + share * (y[1] - y[0]));
    }
    int index = 0;
    for (Map.Entry<String, double[][]> curve : curves.entrySet()) {
      curve(curve.getKey(), curve.getValue(), index++);
    }
    return svg.append("</svg>\n").toString();
  }

  private void tick(double across, double up) {
    text(atX(across), HEIGHT - BOTTOM + 18, "middle", "#555", number(across));
    text(LEFT - 8, atY(up) + 4, "end", "#555", number(up));
    svg.append(
        "<path stroke=\"#ddd\" d=\"M%s %s H%s\"/>%n".formatted(LEFT, at(atY(up)), WIDTH - RIGHT));
  }

  private void curve(String name, double[][] points, int index) {
    String colour = COLOURS.get(index % COLOURS.size());
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points[0].length; i++) {
      path.append(i == 0 ? "M" : " L")
          .append(at(atX(points[0][i])))
          .append(' ')
          .append(at(atY(points[1][i])));
    }
    svg.append(
        "<path fill=\"none\" stroke-width=\"2\" stroke=\"%s\" d=\"%s\"/>%n"
            .formatted(colour, path));
    text(WIDTH - RIGHT + 12, TOP + 14 + 20.0 * index, "start", colour, name);
  }

  private void text(double px, double py, String anchor, String colour, String words) {
    String safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    svg.append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n"
            .formatted(at(px), at(py), anchor, colour, safe));
  }

  private double atX(double value) {
    return LEFT + share(x, value) * (WIDTH - LEFT - RIGHT);
  }

  private double atY(double value) {
    return HEIGHT - BOTTOM - share(y, value) * (HEIGHT - TOP - BOTTOM);
  }

  private static double share(double[] range, double value) {
    return range[1] > range[0] ? (value - range[0]) / (range[1] - range[0]) : 0.5;
  }

  private static String at(double place) {
    return String.format(Locale.ROOT, "%.1f", place);
  }

  private static String number(double value) {
    double size = Math.abs(value);
    if (size >= 1e6) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    return String.format(Locale.ROOT, size >= 100 ? "%.0f" : "%.2f", value);
  }
}
