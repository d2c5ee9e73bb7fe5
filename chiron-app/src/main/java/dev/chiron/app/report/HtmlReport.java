package dev.chiron.app.report;

import dev.chiron.core.adaptation.MethodResult;
import dev.chiron.core.run.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The report of an adaptation as one HTML document: no script, no request to anywhere (its content
 * security policy forbids both), readable in light and dark and without seeing the drawings.
 */
public final class HtmlReport {
  private final ReportContent content;

  public HtmlReport(ReportContent content) {
    this.content = content;
  }

  /** The whole document. */
  public String html() {
    String task = Markup.text(content.task().name());
    String model = Markup.text(content.result().model());
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%s with %s · Chiron</title>
    <style>
    %s</style>
    </head>
    <body>
    <header>
    <p class="kicker">Chiron · adaptation report · %s</p>
    <h1>%s <span>with %s</span></h1>
    %s</header>
    <main>
    """
            .formatted(task, model, style(), Markup.text(content.made()), task, model, verdict())
        + scores()
        + cost()
        + new ConfusionTable(content.chosen()).html()
        + new SampleList(content.chosen()).html()
        + new TranscriptView(content.evaluations()).html()
        + commands()
        + "</main>\n<footer>Chiron "
        + Version.NUMBER
        + "</footer>\n</body>\n</html>\n";
  }

  /** What was found, in a sentence, between the two scores that it is about. */
  private String verdict() {
    MethodResult best = content.best();
    double score = ReportContent.value(best.test());
    StringBuilder html = new StringBuilder("<div class=\"verdict\">");
    html.append("<p class=\"score\"><b>").append(Markup.points(score)).append("</b><span>");
    html.append(Markup.text(content.result().metric())).append(" on test</span></p>\n<p><b>");
    html.append(Markup.text(best.id())).append("</b> was best on dev and scores <b>");
    html.append(Markup.points(score)).append("</b>");
    if (best.testInterval() != null) {
      html.append(" (95 % interval ").append(Markup.points(best.testInterval().low()));
      html.append(" to ").append(Markup.points(best.testInterval().high())).append(")");
    }
    html.append(" on ").append(content.chosen().records().size());
    html.append(" test examples").append(gain(best, score)).append(".</p></div>\n");
    return html.toString();
  }

  private String gain(MethodResult best, double score) {
    if (content.plain().isEmpty()) {
      return "";
    }
    if (best.id().equals(content.plain().orElseThrow().id())) {
      return ": no method did better than the plain prompt";
    }
    double plain = ReportContent.value(content.plain().orElseThrow().test());
    double gain = score - plain;
    return ", <b>%s points %s</b> the plain prompt’s %s"
        .formatted(
            Markup.points(Math.abs(gain)), gain >= 0 ? "above" : "below", Markup.points(plain));
  }

  private String scores() {
    return "<section><h2>Scores</h2>\n"
        + "<p class=\"legend\"><i class=\"test\"></i> test, with its 95 % interval "
        + "<i class=\"dev\"></i> dev, which the choice was made on</p>\n"
        + new ScoreBars(content).svg()
        + new MethodTable(content).html()
        + "</section>\n";
  }

  private String cost() {
    return "<section><h2>Cost against score</h2>\n"
        + "<p>Up and to the left is better: a higher score on test for less time.</p>\n"
        + new CostScatter(content).svg()
        + "</section>\n";
  }

  private String commands() {
    return "<section><h2>Commands</h2>\n<p>To use the chosen predictor:</p>\n<pre class=\"command\">"
        + Markup.text(content.use())
        + "</pre>\n<p>To do this again:</p>\n<pre class=\"command\">"
        + Markup.text(content.reproduce())
        + "</pre></section>\n";
  }

  private static String style() {
    try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("report.css is not on the class path");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
