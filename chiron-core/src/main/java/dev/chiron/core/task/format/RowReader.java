package dev.chiron.core.task.format;

import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Split;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskInfo;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes tasks of rows: the lines of JSONL, the rows of a table.
 *
 * <p>A row holds an input, one or several outputs, and optionally its split, its task, an
 * instruction, and anything else, which becomes attributes. Each of these roles has usual column
 * names; {@link ReadOptions#columns} names others. An instruction that is the same in all rows of a
 * task is the task's; instructions that differ are put before the inputs.
 */
final class RowReader {
  /** For each role the names that are tried, in this order. */
  private static final Map<String, List<String>> USUAL_NAMES =
      Map.of(
          "input",
          List.of("input", "text", "sentence", "question", "prompt", "query", "source"),
          "output",
          List.of("outputs", "output", "label", "answer", "target", "completion", "response"),
          "split",
          List.of("split", "partition"),
          "task",
          List.of("task"),
          "instruction",
          List.of("instruction"));

  private static final Map<String, Split> SPLIT_NAMES =
      Map.of(
          "train", Split.TRAIN,
          "training", Split.TRAIN,
          "dev", Split.DEV,
          "valid", Split.DEV,
          "validation", Split.DEV,
          "val", Split.DEV,
          "test", Split.TEST,
          "eval", Split.TEST);

  private final ReadOptions options;
  private final String source;
  private final Map<String, Rows> tasks = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> names = new HashMap<>();

  /** One task in the making. */
  private static final class Rows {
    final Map<Split, List<Example>> examples = new EnumMap<>(Split.class);
    final Map<Split, List<String>> instructions = new EnumMap<>(Split.class);
    final Set<String> distinctInstructions = new HashSet<>();
    boolean labelled;
  }

  RowReader(ReadOptions options, String source) {
    for (String role : options.columns().keySet()) {
      if (!USUAL_NAMES.containsKey(role)) {
        throw new InputException(
            "unknown column role '"
                + role
                + "': use one of "
                + String.join(", ", new TreeSet<>(USUAL_NAMES.keySet())));
      }
    }
    this.options = options;
    this.source = source;
  }

  /** The split that a name such as {@code validation} means. */
  static Optional<Split> splitOf(String name) {
    return Optional.ofNullable(SPLIT_NAMES.get(name.strip().toLowerCase(Locale.ROOT)));
  }

  /** Adds a row; the defaults are for a row that does not name its task or its split. */
  void add(JsonField field, String defaultTask, Split defaultSplit) {
    add(row(field, defaultTask, defaultSplit));
  }

  /** What a row says; nothing is added. */
  TaskRow row(JsonField row, String defaultTask, Split defaultSplit) {
    Set<String> used = new HashSet<>(Set.of("attributes"));
    Optional<JsonField> instructed = optional(row, "instruction", used);
    // A row may be all instruction: it is then what the model is given.
    String input =
        instructed.isPresent()
            ? find(row, "input", used).map(JsonField::scalar).orElse("")
            : required(row, "input", used).scalar();
    JsonField output = required(row, "output", used);
    Split split = optional(row, "split", used).map(RowReader::split).orElse(defaultSplit);
    String task = optional(row, "task", used).map(JsonField::scalar).orElse(defaultTask);
    return new TaskRow(
        task,
        split,
        instructed.map(JsonField::text).orElse(""),
        new Example(input, outputs(output), attributes(row, used)),
        output.display().equals("label"));
  }

  private void add(TaskRow row) {
    Rows rows =
        tasks.computeIfAbsent(
            names.computeIfAbsent(
                row.task(), name -> TaskNames.unique(TaskNames.from(name), taken)),
            name -> new Rows());
    rows.labelled |= row.labelled();
    rows.distinctInstructions.add(row.instruction());
    rows.instructions.computeIfAbsent(row.split(), s -> new ArrayList<>()).add(row.instruction());
    rows.examples.computeIfAbsent(row.split(), s -> new ArrayList<>()).add(row.example());
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  private static Split split(JsonField field) {
    return splitOf(field.scalar())
        .orElseThrow(
            () ->
                field.error("unknown split '" + field.scalar() + "': use one of train, dev, test"));
  }

  /** A list; in a table the column of that name holds it as JSON. */
  private List<String> outputs(JsonField given) {
    boolean cell =
        given.display().equals("outputs")
            && given.node().isTextual()
            && given.text().startsWith("[");
    JsonField field = cell ? given.parsed() : given;
    List<String> outputs =
        field.scalars().stream().map(o -> options.labelWords().getOrDefault(o, o)).toList();
    if (outputs.isEmpty()) {
      throw field.error("no output: give at least one");
    }
    if (!field.node().isArray() && outputs.getFirst().isEmpty()) {
      throw field.error("is empty: give the answer");
    }
    if (!options.labels().isEmpty() && !options.labels().contains(outputs.getFirst())) {
      throw field.error(TaskFiles.unknownLabel(outputs.getFirst(), options.labels()));
    }
    return outputs;
  }

  private JsonField required(JsonField row, String role, Set<String> used) {
    return find(row, role, used)
        .orElseThrow(
            () -> {
              String named = options.columns().get(role);
              String has = "; it has " + String.join(", ", row.names());
              return named == null
                  ? row.error(
                      "no field for the "
                          + role
                          + " (one of "
                          + String.join(", ", USUAL_NAMES.getOrDefault(role, List.of()))
                          + ")"
                          + has
                          + ": name the one that holds it")
                  : row.error("no field '" + named + "' for the " + role + has);
            });
  }

  private Optional<JsonField> optional(JsonField row, String role, Set<String> used) {
    return find(row, role, used).filter(f -> !f.node().isTextual() || !f.text().isEmpty());
  }

  private Optional<JsonField> find(JsonField row, String role, Set<String> used) {
    String named = options.columns().get(role);
    List<String> names = named == null ? USUAL_NAMES.getOrDefault(role, List.of()) : List.of(named);
    for (String name : names) {
      if (row.has(name) && used.add(name)) {
        return row.find(name);
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> attributes(JsonField row, Set<String> used) {
    Map<String, String> attributes = new TreeMap<>();
    for (String name : row.names()) {
      if (!used.contains(name) && row.has(name)) {
        String value = textOf(row.get(name));
        if (!value.isEmpty()) {
          attributes.put(name, value);
        }
      }
    }
    row.find("attributes")
        .filter(field -> !field.node().isTextual() || !field.text().isEmpty())
        .map(field -> field.node().isTextual() ? field.parsed() : field)
        .ifPresent(map -> map.names().forEach(name -> attributes.put(name, textOf(map.get(name)))));
    return attributes;
  }

  private static String textOf(JsonField field) {
    return field.node().isValueNode() ? field.node().asText() : Json.line(field.node());
  }

  /** The tasks of all rows so far, in the order of their first rows. */
  TaskCollection finish(String collection) {
    boolean alone = tasks.size() == 1;
    List<Task> made = new ArrayList<>();
    tasks.forEach((name, rows) -> made.add(task(alone ? options.name().orElse(name) : name, rows)));
    return new TaskCollection(options.name().orElse(TaskNames.from(collection)), made);
  }

  private Task task(String name, Rows rows) {
    boolean shared = rows.distinctInstructions.size() == 1;
    Splits splits =
        new Splits(
            part(rows, Split.TRAIN, shared),
            part(rows, Split.DEV, shared),
            part(rows, Split.TEST, shared));
    List<Example> all = splits.all();
    List<String> labels =
        !options.labels().isEmpty()
            ? options.labels()
            : rows.labelled ? distinctOutputs(all) : LabelInference.infer(all);
    MetricSpec metric = LabelInference.metric(labels, all);
    Task task =
        new Task(
            name,
            options.instruction().orElse(shared ? rows.distinctInstructions.iterator().next() : ""),
            List.of(),
            List.of(),
            labels,
            splits,
            metric,
            TaskInfo.of(source, ""));
    return TaskFiles.complete(task, options);
  }

  private static List<Example> part(Rows rows, Split split, boolean sharedInstruction) {
    List<Example> examples = rows.examples.getOrDefault(split, List.of());
    if (sharedInstruction) {
      return examples;
    }
    List<String> instructions = rows.instructions.getOrDefault(split, List.of());
    List<Example> instructed = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      Example example = examples.get(i);
      String instruction = instructions.get(i);
      String input =
          instruction.isEmpty() || example.input().isEmpty()
              ? instruction + example.input()
              : instruction + "\n\n" + example.input();
      instructed.add(new Example(input, example.outputs(), example.attributes()));
    }
    return instructed;
  }

  private static List<String> distinctOutputs(List<Example> examples) {
    Set<String> outputs = new TreeSet<>();
    examples.forEach(example -> outputs.add(example.output()));
    return List.copyOf(outputs);
  }
}
