package dev.chiron.app.report;

/** The pieces that the drawings share. */
final class Drawing {
  private Drawing() {}

  static String line(String style, double x1, double y1, double x2, double y2) {
    return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
        .formatted(style, Markup.at(x1), Markup.at(y1), Markup.at(x2), Markup.at(y2));
  }

  static String label(String style, double x, double y, String anchor, String text) {
    return "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
        .formatted(style, Markup.at(x), Markup.at(y), anchor, Markup.brief(text, 40));
  }

  static String dot(String style, double x, double y, double radius, String title) {
    return "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"><title>%s</title></circle>\n"
        .formatted(style, Markup.at(x), Markup.at(y), Markup.at(radius), Markup.text(title));
  }
}
