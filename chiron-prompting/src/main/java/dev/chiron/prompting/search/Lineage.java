package dev.chiron.prompting.search;

import java.util.Locale;
import java.util.Map;

/** A page that shows every candidate with its parent and what changed: a diff by words. */
final class Lineage {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Prompt lineage</title>
      <style>
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; vertical-align: top; padding: .4rem .6rem;
        border-bottom: 1px solid #ccc; }
      del { background: #fdd; } ins { background: #dfd; text-decoration: none; }
      .best { font-weight: bold; } .note { color: #555; }
      </style></head><body>
      """;

  private Lineage() {}

  static String html(Map<String, SearchHistory> histories) {
    StringBuilder page = new StringBuilder(HEAD);
    histories.forEach((name, history) -> table(page, name, history));
    return page.append("</body></html>\n").toString();
  }

  private static void table(StringBuilder page, String name, SearchHistory history) {
    page.append("<h2>").append(escaped(name)).append("</h2>\n");
    page.append("<p>").append(history.entries().size()).append(" candidates; ended because ");
    page.append(escaped(history.ended())).append(".</p>\n<table>\n");
    page.append("<tr><th>id</th><th>step</th><th>from</th><th>score</th><th>prompt</th></tr>\n");
    int best = history.entries().isEmpty() ? -1 : history.best().id();
    for (SearchHistory.Entry entry : history.entries()) {
      int parent = entry.proposal().parent();
      page.append(entry.id() == best ? "<tr class=\"best\"><td>" : "<tr><td>").append(entry.id());
      page.append("</td><td>").append(entry.step()).append("</td><td>");
      page.append(parent < 0 ? "" : String.valueOf(parent)).append("</td><td>");
      page.append(String.format(Locale.ROOT, "%.3f", entry.score()));
      page.append(entry.scored().complete() ? "" : " (given up early)").append("</td><td>");
      page.append(
          parent < 0
              ? escaped(entry.candidate().instruction())
              : edit(history.entry(parent).candidate(), entry.candidate()));
      if (!entry.candidate().exemplars().isEmpty()) {
        page.append("<br>").append(entry.candidate().exemplars().size()).append(" exemplars: ");
        entry.candidate().exemplars().forEach(e -> page.append(e.index()).append(' '));
      }
      if (!entry.proposal().note().isEmpty()) {
        page.append("<br><span class=\"note\">");
        page.append(escaped(entry.proposal().note())).append("</span>");
      }
      page.append("</td></tr>\n");
    }
    page.append("</table>\n");
  }

  private static String edit(PromptCandidate parent, PromptCandidate child) {
    StringBuilder text = new StringBuilder();
    for (PromptEdit.Part part :
        PromptEdit.between(parent.instruction(), child.instruction()).parts()) {
      String words = escaped(part.words());
      text.append(
          switch (part.kind()) {
            case KEPT -> words;
            case REMOVED -> "<del>" + words + "</del>";
            case ADDED -> "<ins>" + words + "</ins>";
          });
      text.append(' ');
    }
    return text.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
