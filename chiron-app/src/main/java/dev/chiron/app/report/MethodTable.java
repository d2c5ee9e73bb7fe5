package dev.chiron.app.report;

import dev.chiron.core.adaptation.MethodResult;
import dev.chiron.core.statistics.Interval;
import org.jspecify.annotations.Nullable;

/** Every method with its numbers; those without a predictor with the reason. */
final class MethodTable {
  private final ReportContent content;

  MethodTable(ReportContent content) {
    this.content = content;
  }

  String html() {
    StringBuilder html = new StringBuilder();
    html.append("<div class=\"wide\"><table class=\"numbers\"><thead><tr>");
    for (String heading :
        new String[] {
          "Method", "Dev", "Test", "95 % interval", "Gain", "p", "Calls", "Tokens", "Seconds"
        }) {
      html.append("<th scope=\"col\">").append(heading).append("</th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
    content.result().methods().forEach(method -> html.append(row(method)));
    html.append("</tbody></table></div>\n<p class=\"note\">Gain: points on test over the plain ");
    html.append("prompt without demonstrations. p: sign-flip permutation test on the same ");
    html.append("examples, corrected over the methods (Benjamini and Hochberg).</p>\n");
    return html.toString();
  }

  private String row(MethodResult method) {
    boolean best = method.id().equals(content.result().chosen());
    StringBuilder html = new StringBuilder(best ? "<tr class=\"best\">" : "<tr>");
    html.append("<th scope=\"row\">").append(best ? "★ " : "");
    html.append(Markup.text(method.id())).append("</th>");
    if (method.status() != MethodResult.Status.DONE) {
      html.append("<td colspan=\"5\" class=\"reason\">");
      html.append(method.status() == MethodResult.Status.FAILED ? "failed: " : "not tried: ");
      html.append(Markup.brief(method.reason(), 200)).append("</td>");
    } else {
      cell(html, Markup.points(ReportContent.value(method.dev())));
      cell(html, Markup.points(ReportContent.value(method.test())));
      cell(html, interval(method.testInterval()));
      cell(html, gain(method));
      cell(html, pValue(method.adjusted()));
    }
    cell(html, Markup.count(method.calls()));
    cell(html, Markup.count(method.tokens()));
    cell(html, Markup.number(method.seconds(), 1));
    return html.append("</tr>\n").toString();
  }

  private static void cell(StringBuilder html, String text) {
    html.append("<td>").append(text).append("</td>");
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null
        ? ""
        : Markup.points(interval.low()) + " – " + Markup.points(interval.high());
  }

  private static String gain(MethodResult method) {
    if (method.againstZeroShot() == null) {
      return "";
    }
    double difference = method.againstZeroShot().difference();
    return (difference >= 0 ? "+" : "−") + Markup.points(Math.abs(difference));
  }

  private static String pValue(@Nullable Double p) {
    return p == null ? "" : p < 0.001 ? "&lt; 0.001" : Markup.number(p, 3);
  }
}
