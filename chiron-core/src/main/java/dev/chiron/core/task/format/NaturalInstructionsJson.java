package dev.chiron.core.task.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.task.Demonstration;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Split;
import dev.chiron.core.task.Task;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The text of a task as Natural Instructions version 2 has it: indented by four spaces. */
final class NaturalInstructionsJson {
  private static final Set<String> RESERVED = Set.of("input", "output", "split");

  private NaturalInstructionsJson() {}

  static String write(Task task) {
    ObjectNode root = Json.object();
    extra(task, "Contributors").ifPresent(node -> root.set("Contributors", node));
    put(root, task, "Source", one(task.info().source()));
    extra(task, "URL").ifPresent(node -> root.set("URL", node));
    put(root, task, "Categories", one(task.info().category()));
    put(root, task, "Domains", task.info().domains());
    boolean unchanged = rendered(task).equals(Optional.of(task.instruction()));
    if (unchanged) {
      put(root, task, "Definition", List.of());
    } else {
      root.set("Definition", Json.tree(List.of(task.instruction())));
    }
    if (!task.info().languages().isEmpty()) {
      put(root, task, "Input_language", task.info().languages());
      put(root, task, "Output_language", task.info().languages());
    }
    root.set("Positive Examples", demonstrations(task.positives()));
    root.set("Negative Examples", demonstrations(task.negatives()));
    root.set("Instances", instances(task));
    for (String name : task.info().extra().keySet()) {
      // Fields of version 1 are part of an instruction that has since been changed as a whole.
      boolean stale = !unchanged && NaturalInstructionsFormat.isV1Field(name);
      if (!root.has(name) && !stale) {
        extra(task, name).ifPresent(node -> root.set(name, node));
      }
    }
    ObjectNode own = own(task);
    if (!own.isEmpty()) {
      root.set("Chiron", own);
    }
    return pretty(root);
  }

  private static List<String> one(String text) {
    return text.isEmpty() ? List.of() : List.of(text);
  }

  /** The whole list that the source had where it was kept, else what the task itself says. */
  private static void put(ObjectNode root, Task task, String name, List<String> values) {
    root.set(name, extra(task, name).orElseGet(() -> Json.tree(values)));
  }

  /** The instruction that the kept fields give; none if they keep no definition. */
  private static Optional<String> rendered(Task task) {
    return extra(task, "Definition")
        .map(node -> node.isArray() ? node.path(0) : node)
        .map(
            first ->
                NaturalInstructionsFormat.render(
                    first.asText(), field -> extra(task, field).map(JsonNode::asText).orElse("")));
  }

  /** The text that {@code info.extra} keeps of a field: JSON, or a text that is no JSON. */
  static String keep(JsonNode node) {
    return node.isTextual() && parse(node.textValue()).isEmpty()
        ? node.textValue()
        : Json.line(node);
  }

  private static Optional<JsonNode> extra(Task task, String name) {
    return Optional.ofNullable(task.info().extra().get(name))
        .map(text -> parse(text).orElseGet(() -> JsonNodeFactory.instance.textNode(text)));
  }

  /** The JSON of a text that is exactly what {@link #keep} writes; any other text is no JSON. */
  private static Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(Json.mapper().readTree(text))
          .filter(node -> !node.isMissingNode() && Json.line(node).equals(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static ArrayNode demonstrations(List<Demonstration> demonstrations) {
    ArrayNode list = Json.array();
    for (Demonstration demonstration : demonstrations) {
      list.addObject()
          .put("input", demonstration.input())
          .put("output", demonstration.output())
          .put("explanation", demonstration.explanation());
    }
    return list;
  }

  private static ArrayNode instances(Task task) {
    ArrayNode list = Json.array();
    boolean split = !task.splits().dev().isEmpty() || !task.splits().test().isEmpty();
    for (Split part : Split.values()) {
      for (Example example : task.splits().part(part)) {
        Map<String, String> attributes = new TreeMap<>(example.attributes());
        String id = attributes.remove("id");
        ObjectNode instance = list.addObject();
        instance.put("id", id == null ? task.name() + "-" + (list.size() - 1) : id);
        instance.put("input", example.input());
        instance.set("output", Json.tree(example.outputs()));
        if (split) {
          instance.put("split", part.name().toLowerCase(Locale.ROOT));
        }
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
          if (RESERVED.contains(attribute.getKey())) {
            throw new InputException(
                "task '"
                    + task.name()
                    + "': an attribute named '"
                    + attribute.getKey()
                    + "' has no place in Natural Instructions: rename it");
          }
          instance.put(attribute.getKey(), attribute.getValue());
        }
      }
    }
    return list;
  }

  /** What the instances alone would not give back. */
  private static ObjectNode own(Task task) {
    ObjectNode own = Json.object();
    List<Example> all = task.splits().all();
    if (!task.labels().equals(LabelInference.infer(all))) {
      own.set("labels", Json.tree(task.labels()));
    }
    if (!task.metric().equals(LabelInference.metric(task.labels(), all))) {
      own.set("metric", Json.tree(task.metric()));
    }
    return own;
  }

  /** The task with the labels and the metric that {@code Chiron} declares. */
  static Task declared(Task task, JsonField own) {
    Task declared = task;
    Optional<JsonField> labels = own.find("labels");
    if (labels.isPresent()) {
      declared = task.withLabels(labels.get().scalars());
      for (Example example : declared.splits().all()) {
        if (declared.isClassification() && !declared.labels().contains(example.output())) {
          throw labels.get().error(TaskFiles.unknownLabel(example.output(), declared.labels()));
        }
      }
      declared =
          declared.withMetric(LabelInference.metric(declared.labels(), declared.splits().all()));
    }
    Optional<JsonField> metric = own.find("metric");
    if (metric.isPresent()) {
      Map<String, String> options = new TreeMap<>();
      metric
          .get()
          .find("options")
          .ifPresent(map -> map.names().forEach(n -> options.put(n, map.get(n).scalar())));
      declared = declared.withMetric(new MetricSpec(metric.get().get("name").text(), options));
    }
    return declared;
  }

  private static String pretty(ObjectNode root) {
    DefaultIndenter four = new DefaultIndenter("    ", "\n");
    try {
      return Json.mapper()
              .writer(new DefaultPrettyPrinter().withObjectIndenter(four).withArrayIndenter(four))
              .writeValueAsString(root)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
