package dev.chiron.core.task.format;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of tasks: also names of files, so letters, digits, dots, hyphens and underscores. */
final class TaskNames {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private TaskNames() {}

  static boolean valid(String name) {
    return VALID.matcher(name).matches();
  }

  /** The name itself if it is valid, else one in lower case with hyphens. */
  static String from(String text) {
    return valid(text) ? text : slug(text);
  }

  /** A name in lower case: every run of other characters becomes a hyphen. */
  static String slug(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
    String slug =
        plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return slug.isEmpty() ? "task" : slug;
  }

  /** The name, with a number behind it where it is taken; remembers what it gave. */
  static String unique(String name, Set<String> taken) {
    String candidate = name;
    for (int i = 2; !taken.add(candidate); i++) {
      candidate = name + "-" + i;
    }
    return candidate;
  }
}
