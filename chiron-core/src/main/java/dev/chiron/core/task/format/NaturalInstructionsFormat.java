package dev.chiron.core.task.format;

import dev.chiron.core.io.Json;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.Split;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Natural Instructions: version 1 (Mishra and others, 2022, arXiv 2104.08773) and version 2 (Wang
 * and others, 2022, arXiv 2204.07705), one task a JSON file, or a directory of them. Version 2 is
 * written.
 *
 * <p>The task's name is the file's. Its instruction is the first {@code Definition}; in version 1
 * the other instruction fields follow it on lines of their own, and {@code -} means an empty field.
 * Every field that has no place of its own is kept as JSON in {@code info.extra} under its name and
 * written back. A lone string is accepted for a list. An instance without {@code id} is given
 * {@code <task>-<index>} when it is written.
 *
 * <p>Two keys go beyond the published schema, and readers of it pass over them: an instance may
 * carry its {@code split}, and {@code Chiron} holds labels and metric where they differ from what
 * the instances alone would give.
 */
final class NaturalInstructionsFormat implements TaskFormat {
  private static final String NONE = "-";
  private static final Set<String> INSTANCE_FIELDS = Set.of("input", "output", "id", "split");

  /** The fields of version 1 that follow the definition, with what introduces them. */
  private static final Map<String, String> V1_FIELDS = v1Fields();

  private static Map<String, String> v1Fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Prompt", "");
    fields.put("Things to Avoid", "Things to avoid: ");
    fields.put("Emphasis & Caution", "Emphasis and caution: ");
    return fields;
  }

  @Override
  public String name() {
    return "natural-instructions";
  }

  @Override
  public String summary() {
    return "Natural Instructions v1 or v2: a JSON file with Definition and Instances, or many";
  }

  @Override
  public boolean detects(Path path) {
    if (Files.isDirectory(path)) {
      List<Path> files = TaskFiles.in(path, ".json", ".json.gz");
      return !files.isEmpty() && detects(files.getFirst());
    }
    Set<String> keys =
        TaskFiles.named(path, ".json", ".json.gz") ? TaskFiles.topLevelKeys(path) : Set.of();
    return keys.contains("Definition") || keys.contains("Instances");
  }

  @Override
  public TaskCollection read(Path path, ReadOptions options) {
    return TaskFiles.readEach(path, options, this::readFile, ".json", ".json.gz");
  }

  private Task readFile(Path file, ReadOptions options) {
    JsonField root = JsonField.document(file);
    String name = options.name().orElse(TaskNames.from(TaskFiles.baseName(file)));
    Set<String> used = new LinkedHashSet<>(List.of("Instances", "Chiron"));
    String instruction = instruction(root, used);
    List<Demonstration> positives = demonstrations(root, "Positive Examples", used);
    List<Demonstration> negatives = demonstrations(root, "Negative Examples", used);
    Splits splits = instances(root.get("Instances"), name);
    TaskInfo info = info(root, used);
    Task task =
        TaskFiles.undeclared(
            file,
            name,
            instruction,
            positives,
            negatives,
            splits,
            info,
            options.withCompleteSplits(false));
    Optional<JsonField> own = root.find("Chiron");
    if (own.isPresent() && options.labels().isEmpty()) {
      task = NaturalInstructionsJson.declared(task, own.get());
    }
    return TaskFiles.complete(task, options);
  }

  private static String instruction(JsonField root, Set<String> used) {
    JsonField definition = root.get("Definition");
    List<String> definitions = definition.scalars();
    if (definitions.isEmpty()) {
      throw definition.error("no definition: say what the task is");
    }
    String first = definitions.getFirst();
    String rendered = render(first, field -> root.find(field).map(JsonField::scalar).orElse(""));
    if (definitions.size() == 1 && rendered.equals(first)) {
      used.add("Definition");
    }
    return rendered;
  }

  /** The definition, and on lines of their own those fields of version 1 that are filled. */
  static String render(String definition, UnaryOperator<String> fields) {
    List<String> lines = new ArrayList<>();
    boolean v1 = V1_FIELDS.keySet().stream().anyMatch(field -> !fields.apply(field).isEmpty());
    if (!v1 || !definition.strip().equals(NONE)) {
      lines.add(definition);
    }
    V1_FIELDS.forEach(
        (field, lead) -> {
          String text = fields.apply(field).strip();
          if (!text.isEmpty() && !text.equals(NONE)) {
            lines.add(lead + text);
          }
        });
    return String.join("\n", lines);
  }

  static boolean isV1Field(String name) {
    return V1_FIELDS.containsKey(name);
  }

  /** From the field itself (version 2) or from inside {@code Examples} (version 1). */
  private static List<Demonstration> demonstrations(JsonField root, String name, Set<String> used) {
    Optional<JsonField> field = root.find(name);
    if (field.isEmpty()) {
      field = root.find("Examples").filter(e -> e.node().isObject()).flatMap(e -> e.find(name));
      used.add("Examples");
    }
    used.add(name);
    List<Demonstration> demonstrations = new ArrayList<>();
    if (field.isEmpty() || field.get().node().isTextual()) {
      return demonstrations;
    }
    for (JsonField item : field.get().items()) {
      String output = item.get("output").scalars().stream().findFirst().orElse("");
      String reason = plain(item, item.has("explanation") ? "explanation" : "reason");
      String suggestion = plain(item, "suggestion");
      String explanation =
          suggestion.isEmpty() ? reason : (reason + " Suggestion: " + suggestion).strip();
      demonstrations.add(new Demonstration(item.get("input").scalar(), output, explanation));
    }
    return demonstrations;
  }

  private static String plain(JsonField item, String name) {
    String text = item.find(name).map(JsonField::scalar).orElse("");
    return name.equals("explanation") || !text.strip().equals(NONE) ? text : "";
  }

  private static Splits instances(JsonField list, String task) {
    Map<Split, List<Example>> parts = new EnumMap<>(Split.class);
    int index = 0;
    for (JsonField item : list.items()) {
      JsonField output = item.get("output");
      List<String> outputs = output.scalars();
      if (outputs.isEmpty()) {
        throw output.error("no output: give at least one");
      }
      Split split =
          item.find("split")
              .map(
                  field ->
                      RowReader.splitOf(field.scalar())
                          .orElseThrow(
                              () -> field.error("unknown split: use one of train, dev, test")))
              .orElse(Split.TRAIN);
      Map<String, String> attributes = new TreeMap<>();
      for (String name : item.names()) {
        if (!INSTANCE_FIELDS.contains(name) && item.has(name)) {
          JsonField field = item.get(name);
          attributes.put(
              name, field.node().isValueNode() ? field.scalar() : Json.line(field.node()));
        }
      }
      String id = item.find("id").map(JsonField::scalar).orElse("");
      if (!id.isEmpty() && !id.equals(task + "-" + index)) {
        attributes.put("id", id);
      }
      parts
          .computeIfAbsent(split, s -> new ArrayList<>())
          .add(new Example(item.get("input").scalar(), outputs, attributes));
      index++;
    }
    if (parts.isEmpty()) {
      throw list.error("no instances: give at least one");
    }
    return new Splits(
        parts.getOrDefault(Split.TRAIN, List.of()),
        parts.getOrDefault(Split.DEV, List.of()),
        parts.getOrDefault(Split.TEST, List.of()));
  }

  /** What has a place in {@link TaskInfo} goes there; a list that loses members is kept whole. */
  private static TaskInfo info(JsonField root, Set<String> used) {
    List<String> sources = list(root, "Source");
    List<String> categories = list(root, "Categories");
    List<String> inputs = list(root, "Input_language");
    List<String> outputs = list(root, "Output_language");
    used.add("Domains");
    if (sources.size() <= 1) {
      used.add("Source");
    }
    if (categories.size() <= 1) {
      used.add("Categories");
    }
    if (!inputs.isEmpty() && inputs.equals(outputs)) {
      used.addAll(List.of("Input_language", "Output_language"));
    }
    Set<String> languages = new LinkedHashSet<>(inputs);
    languages.addAll(outputs);
    Map<String, String> extra = new TreeMap<>();
    for (String name : root.names()) {
      if (!used.contains(name)) {
        extra.put(name, NaturalInstructionsJson.keep(root.node().get(name)));
      }
    }
    return new TaskInfo(
        sources.isEmpty() ? "" : sources.getFirst(),
        categories.isEmpty() ? "" : categories.getFirst(),
        list(root, "Domains"),
        inputs.equals(outputs) ? inputs : List.copyOf(languages),
        extra);
  }

  private static List<String> list(JsonField root, String name) {
    return root.find(name).map(JsonField::scalars).orElse(List.of());
  }

  @Override
  public boolean writable() {
    return true;
  }

  /** A path that ends in {@code .json} takes one task; any other becomes a directory. */
  @Override
  public void write(TaskCollection collection, Path path) {
    TaskFiles.writeJson(collection, path, NaturalInstructionsJson::write);
  }
}
