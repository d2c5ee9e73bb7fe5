package dev.chiron.core.task.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Split;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The text of a task in Chiron's own JSON: one example a line; empty fields are left out. */
final class ChironJson {
  private ChironJson() {}

  static String write(Task task) {
    List<String> fields = new ArrayList<>();
    fields.add(field("name", task.name()));
    if (!task.instruction().isEmpty()) {
      fields.add(field("instruction", task.instruction()));
    }
    if (!task.labels().isEmpty()) {
      fields.add(field("labels", task.labels()));
    }
    fields.add(field("metric", metric(task.metric())));
    if (!task.info().equals(TaskInfo.NONE)) {
      fields.add(field("info", task.info()));
    }
    if (!task.positives().isEmpty()) {
      fields.add(list("  ", "positives", lines(task.positives())));
    }
    if (!task.negatives().isEmpty()) {
      fields.add(list("  ", "negatives", lines(task.negatives())));
    }
    fields.add("  \"splits\": {\n" + splits(task) + "\n  }");
    return "{\n" + String.join(",\n", fields) + "\n}\n";
  }

  private static String splits(Task task) {
    List<String> parts = new ArrayList<>();
    for (Split split : Split.values()) {
      List<Example> examples = task.splits().part(split);
      if (!examples.isEmpty()) {
        parts.add(
            list(
                "    ",
                split.name().toLowerCase(Locale.ROOT),
                examples.stream().map(ChironJson::example).toList()));
      }
    }
    return String.join(",\n", parts);
  }

  private static String example(Example example) {
    ObjectNode node = Json.object();
    node.put("input", example.input());
    node.set("outputs", Json.tree(example.outputs()));
    if (!example.attributes().isEmpty()) {
      node.set("attributes", Json.tree(new TreeMap<>(example.attributes())));
    }
    return Json.line(node);
  }

  private static List<String> lines(List<Demonstration> demonstrations) {
    return demonstrations.stream()
        .map(
            demonstration -> {
              ObjectNode node = Json.object();
              node.put("input", demonstration.input());
              node.put("output", demonstration.output());
              if (!demonstration.explanation().isEmpty()) {
                node.put("explanation", demonstration.explanation());
              }
              return Json.line(node);
            })
        .toList();
  }

  private static Object metric(MetricSpec metric) {
    return metric.options().isEmpty() ? metric.name() : metric;
  }

  private static String field(String name, Object value) {
    return "  " + Json.line(name) + ": " + Json.line(value);
  }

  private static String list(String indent, String name, List<String> lines) {
    String between = ",\n" + indent + "  ";
    return indent
        + Json.line(name)
        + ": [\n"
        + indent
        + "  "
        + String.join(between, lines)
        + "\n"
        + indent
        + "]";
  }
}
