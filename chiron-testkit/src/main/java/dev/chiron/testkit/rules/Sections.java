package dev.chiron.testkit.rules;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text by its {@code ### } headings; sections of one name follow each other. */
record Sections(Map<String, String> byName) {
  private static final Pattern SECTION =
      Pattern.compile("(?ms)^### ([^\\n]+)\\n(.*?)(?=^### |\\z)");

  static Sections of(String text) {
    Map<String, String> found = new TreeMap<>();
    Matcher matcher = SECTION.matcher(text);
    while (matcher.find()) {
      found.merge(matcher.group(1).strip(), matcher.group(2).strip(), (a, b) -> a + "\n\n" + b);
    }
    return new Sections(found);
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** Empty if there is none. */
  String text(String name) {
    return byName.getOrDefault(name, "");
  }
}
