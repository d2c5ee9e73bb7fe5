package dev.chiron.app.report;

import dev.chiron.core.evaluation.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How often each right label got each answer; empty for a task without labels. */
final class ConfusionTable {
  /** More labels than a page can show side by side are left to the JSON. */
  private static final int MOST = 24;

  private final Evaluation evaluation;

  ConfusionTable(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  String html() {
    Map<String, Map<String, Integer>> confusion = evaluation.confusion();
    List<String> rows =
        evaluation.labels().stream().filter(confusion::containsKey).limit(MOST).toList();
    if (rows.isEmpty()) {
      return "";
    }
    List<String> columns = new ArrayList<>(evaluation.labels().stream().limit(MOST).toList());
    if (confusion.values().stream().anyMatch(row -> row.containsKey(Evaluation.OTHER))) {
      columns.add(Evaluation.OTHER);
    }
    StringBuilder html = new StringBuilder();
    html.append("<section><h2>Errors by label</h2>\n<p>Rows are the right labels, columns the ");
    html.append("answers of the chosen predictor on test; the diagonal is right.</p>\n");
    html.append("<div class=\"wide\"><table class=\"confusion\"><thead><tr><th></th>");
    columns.forEach(
        column ->
            html.append("<th scope=\"col\"><span>")
                .append(Markup.brief(column, 24))
                .append("</span></th>"));
    html.append("<th scope=\"col\">recall</th></tr></thead>\n<tbody>\n");
    rows.forEach(row -> html.append(row(row, columns, confusion.getOrDefault(row, Map.of()))));
    return html.append("</tbody></table></div></section>\n").toString();
  }

  private static String row(String label, List<String> columns, Map<String, Integer> counts) {
    int total = counts.values().stream().mapToInt(Integer::intValue).sum();
    StringBuilder html = new StringBuilder("<tr><th scope=\"row\">");
    html.append(Markup.brief(label, 24)).append("</th>");
    for (String column : columns) {
      int count = counts.getOrDefault(column, 0);
      int shade = total == 0 ? 0 : (int) Math.round(100.0 * count / total);
      String style = column.equals(label) ? "right" : "wrong";
      html.append("<td class=\"").append(count == 0 ? "none" : style);
      html.append("\" style=\"--share:").append(shade).append("%\">");
      html.append(count == 0 ? "·" : String.valueOf(count)).append("</td>");
    }
    double recall = total == 0 ? 0 : (double) counts.getOrDefault(label, 0) / total;
    return html.append("<td>").append(Markup.points(recall)).append(" %</td></tr>\n").toString();
  }
}
