package dev.chiron.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskSummary;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the commands say of a task. */
final class TaskText {
  private static final int WIDTH = 96;

  private TaskText() {}

  static String kind(Task task) {
    return task.isClassification() ? task.labels().size() + " labels" : "text";
  }

  static ObjectNode document(Task task) {
    ObjectNode document = Json.object();
    document.put("name", task.name());
    document.put("instruction", task.instruction());
    ArrayNode labels = document.putArray("labels");
    task.labels().forEach(labels::add);
    document.put("metric", task.metric().name());
    document.put("train", task.splits().train().size());
    document.put("dev", task.splits().dev().size());
    document.put("test", task.splits().test().size());
    document.put("source", task.info().source());
    document.put("category", task.info().category());
    return document;
  }

  /** How often each label is an example's answer, in the task's order of labels. */
  static Map<String, Long> counts(Task task, List<Example> examples) {
    Map<String, Long> counts = new LinkedHashMap<>();
    task.labels().forEach(label -> counts.put(label, 0L));
    for (Example example : examples) {
      if (counts.containsKey(example.output())) {
        counts.merge(example.output(), 1L, Long::sum);
      }
    }
    return counts;
  }

  static void print(Task task, TaskSummary summary, PrintStream out) {
    out.println("task         " + task.name());
    out.println(
        "instruction  " + (task.instruction().isEmpty() ? "none" : brief(task.instruction())));
    out.println("kind         " + kind(task) + ", judged by " + task.metric().name());
    out.printf(
        "examples     %d train, %d dev, %d test%n",
        task.splits().train().size(), task.splits().dev().size(), task.splits().test().size());
    counts(task, task.splits().train())
        .forEach((label, count) -> out.printf("             %6d  %s%n", count, brief(label)));
    summary
        .splits()
        .forEach(
            (name, part) ->
                out.printf(
                    "%-12s inputs of %d to %d characters, median %d; outputs of %d to %d, median %d%n",
                    name,
                    part.inputLength().min(),
                    part.inputLength().max(),
                    part.inputLength().median(),
                    part.outputLength().min(),
                    part.outputLength().max(),
                    part.outputLength().median()));
    summary.warnings().forEach(warning -> out.println("note         " + brief(warning)));
    task.splits().train().stream()
        .limit(3)
        .forEach(
            example -> {
              out.println();
              out.println("Input: " + brief(example.input()));
              out.println("Output: " + brief(example.output()));
            });
  }

  /** One line of at most a terminal's width. */
  static String brief(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
  }
}
