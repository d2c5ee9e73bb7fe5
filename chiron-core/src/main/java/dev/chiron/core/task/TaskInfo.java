package dev.chiron.core.task;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known about a task beyond its content.
 *
 * @param source where it comes from, such as a data set's name
 * @param category the kind of task, such as {@code text classification}; the unit of splits by
 *     category
 * @param domains subject matters
 * @param languages languages of input and output
 * @param extra whatever else a format carries and must keep, by field name
 */
public record TaskInfo(
    String source,
    String category,
    List<String> domains,
    List<String> languages,
    Map<String, String> extra) {
  public static final TaskInfo NONE = new TaskInfo("", "", List.of(), List.of(), Map.of());

  public TaskInfo {
    domains = List.copyOf(domains);
    languages = List.copyOf(languages);
    extra = Collections.unmodifiableMap(new TreeMap<>(extra));
  }

  public static TaskInfo of(String source, String category) {
    return new TaskInfo(source, category, List.of(), List.of(), Map.of());
  }
}
