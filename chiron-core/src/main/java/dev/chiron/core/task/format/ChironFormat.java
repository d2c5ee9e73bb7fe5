package dev.chiron.core.task.format;

import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Chiron's own JSON: one task a file, one example a line, so that a change reads well in a diff.
 *
 * <pre>{@code
 * {
 *   "name": "ticket-routing",
 *   "instruction": "Name the team that should get the ticket.",
 *   "labels": ["billing", "technical"],
 *   "metric": "accuracy",
 *   "info": {"source": "…", "category": "…", "domains": [], "languages": ["en"], "extra": {}},
 *   "positives": [{"input": "…", "output": "…", "explanation": "…"}],
 *   "negatives": [],
 *   "splits": {
 *     "train": [
 *       {"input": "I was charged twice.", "outputs": ["billing"]}
 *     ],
 *     "dev": […],
 *     "test": […]
 *   }
 * }
 * }</pre>
 *
 * <p>Required are {@code name} and {@code splits} with at least one part. Where {@code labels} is
 * given the first output of every example must be one of them; further outputs are other accepted
 * answers. A {@code metric} with options is {@code {"name": …, "options": {…}}}; the default is
 * accuracy with labels and exact match without. A directory holds one such file a task.
 */
final class ChironFormat implements TaskFormat {
  private static final Set<String> TASK_FIELDS =
      fields("name, instruction, labels, metric, info, positives, negatives, splits");
  private static final Set<String> EXAMPLE_FIELDS = fields("input, output, outputs, attributes");
  private static final Set<String> DEMONSTRATION_FIELDS = fields("input, output, explanation");
  private static final Set<String> INFO_FIELDS =
      fields("source, category, domains, languages, extra");
  private static final Set<String> SPLIT_FIELDS = fields("train, dev, test");

  private static Set<String> fields(String names) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names.split(", "))));
  }

  @Override
  public String name() {
    return "chiron";
  }

  @Override
  public String summary() {
    return "a JSON file of one task, or a directory of such files";
  }

  @Override
  public boolean detects(Path path) {
    if (Files.isDirectory(path)) {
      List<Path> files = TaskFiles.in(path, ".json", ".json.gz");
      return !files.isEmpty() && files.stream().limit(1).allMatch(this::detects);
    }
    if (!TaskFiles.named(path, ".json", ".json.gz")) {
      return false;
    }
    Set<String> keys = TaskFiles.topLevelKeys(path);
    return keys.contains("name") && keys.contains("splits");
  }

  @Override
  public TaskCollection read(Path path, ReadOptions options) {
    return TaskFiles.readEach(path, options, this::readFile, ".json", ".json.gz");
  }

  private Task readFile(Path file, ReadOptions options) {
    JsonField root = JsonField.document(file);
    root.allowOnly(TASK_FIELDS);
    String name = options.name().orElseGet(() -> taskName(root.get("name")));
    List<String> labels = root.find("labels").map(JsonField::scalars).orElse(List.of());
    root.find("labels").ifPresent(field -> checkLabels(field, labels));
    Task task =
        new Task(
            name,
            options.instruction().orElse(text(root, "instruction")),
            demonstrations(root, "positives"),
            demonstrations(root, "negatives"),
            labels,
            splits(root.get("splits"), labels),
            metric(root).orElse(labels.isEmpty() ? MetricSpec.EXACT_MATCH : MetricSpec.ACCURACY),
            info(root));
    return TaskFiles.complete(task, options);
  }

  private static String taskName(JsonField field) {
    String name = field.text();
    if (!TaskNames.valid(name)) {
      throw field.error("not a name: use letters, digits, dots, hyphens and underscores");
    }
    return name;
  }

  private static void checkLabels(JsonField field, List<String> labels) {
    if (Set.copyOf(labels).size() != labels.size()) {
      throw field.error("a label is given twice: name each once");
    }
  }

  private static String requiredText(JsonField field) {
    String text = field.text();
    if (text.isBlank()) {
      throw field.error("is blank: give it a value");
    }
    return text;
  }

  private static String text(JsonField object, String name) {
    return object.find(name).map(JsonField::text).orElse("");
  }

  private static Splits splits(JsonField field, List<String> labels) {
    field.allowOnly(SPLIT_FIELDS);
    Splits splits =
        new Splits(
            examples(field, "train", labels),
            examples(field, "dev", labels),
            examples(field, "test", labels));
    if (splits.size() == 0) {
      throw field.error("no examples: give at least 'train'");
    }
    return splits;
  }

  private static List<Example> examples(JsonField splits, String name, List<String> labels) {
    Optional<JsonField> field = splits.find(name);
    if (field.isEmpty()) {
      return List.of();
    }
    List<Example> examples = new ArrayList<>();
    for (JsonField item : field.get().items()) {
      examples.add(example(item, labels));
    }
    if (examples.isEmpty()) {
      throw field.get().error("the split is empty: give at least one example, or leave it out");
    }
    return examples;
  }

  private static Example example(JsonField item, List<String> labels) {
    item.allowOnly(EXAMPLE_FIELDS);
    JsonField field = item.has("output") ? item.get("output") : item.get("outputs");
    List<String> outputs =
        field.node().isArray()
            ? field.items().stream().map(JsonField::text).toList()
            : List.of(field.text());
    if (outputs.isEmpty()) {
      throw field.error("no output: give at least one");
    }
    String first = outputs.getFirst();
    if (!labels.isEmpty() && !labels.contains(first)) {
      throw field.error(TaskFiles.unknownLabel(first, labels));
    }
    return new Example(item.get("input").text(), outputs, texts(item, "attributes"));
  }

  private static List<Demonstration> demonstrations(JsonField root, String name) {
    List<Demonstration> demonstrations = new ArrayList<>();
    for (JsonField item : root.find(name).map(JsonField::items).orElse(List.of())) {
      item.allowOnly(DEMONSTRATION_FIELDS);
      demonstrations.add(
          new Demonstration(
              item.get("input").text(), item.get("output").text(), text(item, "explanation")));
    }
    return demonstrations;
  }

  private static Optional<MetricSpec> metric(JsonField root) {
    return root.find("metric")
        .map(
            field ->
                field.node().isTextual()
                    ? MetricSpec.of(requiredText(field))
                    : new MetricSpec(requiredText(field.get("name")), texts(field, "options")));
  }

  private static TaskInfo info(JsonField root) {
    Optional<JsonField> found = root.find("info");
    if (found.isEmpty()) {
      return TaskInfo.NONE;
    }
    JsonField info = found.get();
    info.allowOnly(INFO_FIELDS);
    return new TaskInfo(
        text(info, "source"),
        text(info, "category"),
        info.find("domains").map(JsonField::scalars).orElse(List.of()),
        info.find("languages").map(JsonField::scalars).orElse(List.of()),
        texts(info, "extra"));
  }

  private static Map<String, String> texts(JsonField object, String name) {
    Map<String, String> texts = new TreeMap<>();
    object
        .find(name)
        .ifPresent(map -> map.names().forEach(key -> texts.put(key, map.get(key).scalar())));
    return texts;
  }

  @Override
  public boolean writable() {
    return true;
  }

  /** A path that ends in {@code .json} takes one task; any other becomes a directory. */
  @Override
  public void write(TaskCollection collection, Path path) {
    TaskFiles.writeJson(collection, path, ChironJson::write);
  }
}
