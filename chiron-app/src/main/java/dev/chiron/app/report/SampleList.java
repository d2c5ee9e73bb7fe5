package dev.chiron.app.report;

import dev.chiron.core.evaluation.Evaluated;
import dev.chiron.core.evaluation.Evaluation;
import java.util.List;
import java.util.stream.Stream;

/** Some of the chosen predictor's answers on test, with a filter that works without a script. */
final class SampleList {
  private static final int EACH = 25;
  private static final int WIDTH = 600;

  private final Evaluation evaluation;

  SampleList(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  String html() {
    List<Evaluated> right = some(true);
    List<Evaluated> wrong = some(false);
    StringBuilder html = new StringBuilder();
    html.append("<section class=\"samples\"><h2>Sample predictions</h2>\n");
    html.append(choice("all", "all", true)).append(choice("right", "right", false));
    html.append(choice("wrong", "wrong", false));
    html.append("<table><thead><tr><th scope=\"col\"></th><th scope=\"col\">Input</th>");
    html.append("<th scope=\"col\">Answer</th><th scope=\"col\">Right answer</th></tr></thead>\n");
    html.append("<tbody>\n");
    Stream.concat(wrong.stream(), right.stream())
        .sorted(java.util.Comparator.comparingInt(Evaluated::index))
        .forEach(each -> html.append(row(each)));
    return html.append("</tbody></table></section>\n").toString();
  }

  private List<Evaluated> some(boolean right) {
    return evaluation.records().stream()
        .filter(each -> isRight(each) == right)
        .limit(EACH)
        .toList();
  }

  static boolean isRight(Evaluated each) {
    return each.score() >= 0.5 && !each.failed();
  }

  private static String choice(String id, String text, boolean checked) {
    return "<input type=\"radio\" name=\"show\" id=\"show-%s\"%s><label for=\"show-%s\">%s</label>\n"
        .formatted(id, checked ? " checked" : "", id, text);
  }

  private static String row(Evaluated each) {
    boolean right = isRight(each);
    String answer = each.failed() ? "no answer: " + each.error() : each.output();
    return "<tr class=\"%s\"><td>%s</td><td><pre>%s</pre></td><td><pre>%s</pre></td><td><pre>%s</pre></td></tr>\n"
        .formatted(
            right ? "right" : "wrong",
            right ? "<b title=\"right\">✓</b>" : "<b title=\"wrong\">✗</b>",
            Markup.brief(each.input(), WIDTH),
            Markup.brief(answer, WIDTH),
            Markup.brief(String.join(" or ", each.references()), WIDTH));
  }
}
