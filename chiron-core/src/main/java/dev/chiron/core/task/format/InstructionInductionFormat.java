package dev.chiron.core.task.format;

import dev.chiron.core.error.InputException;
import dev.chiron.core.io.Json;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The layout of Instruction Induction (Honovich and others, 2022, arXiv 2205.10782): the files of
 * {@code induce/} are the training examples, those of {@code execute/} the test examples, and
 * {@code annotations/} holds instructions that people wrote. The longest of them, which says the
 * most, becomes the task's; all stay in {@code info.extra.annotations}.
 *
 * <p>Beside {@code {input, output}} two shapes occur. {@code {cause, effect}}: the input is the two
 * sentences in an order drawn by the seed and the text, the output is the cause. {@code {items,
 * concept, all_common_concepts}}: the input is the items, the outputs are the concepts. Alternative
 * answers ({@code possible_translations}, {@code possible_outputs}) are accepted outputs too.
 *
 * <p>The metric is the one of the paper where it is a plain one: exact match, or token F1 for the
 * two tasks with free answers ({@code common_concept}, {@code informal_to_formal}).
 */
final class InstructionInductionFormat implements TaskFormat {
  private static final String TRAIN = "induce";
  private static final String TEST = "execute";
  private static final String ANNOTATIONS = "annotations";
  private static final List<String> ALTERNATIVES =
      List.of("possible_translations", "possible_outputs");
  private static final Set<String> FREE_ANSWERS = Set.of("common_concept", "informal_to_formal");

  @Override
  public String name() {
    return "instruction-induction";
  }

  @Override
  public String summary() {
    return "a directory with induce/, execute/ and annotations/";
  }

  @Override
  public boolean detects(Path path) {
    return Files.isDirectory(path.resolve(TRAIN)) && Files.isDirectory(path.resolve(TEST));
  }

  @Override
  public TaskCollection read(Path path, ReadOptions options) {
    TaskFiles.requireExists(path);
    if (!detects(path)) {
      throw InputException.in(path, "no directories " + TRAIN + "/ and " + TEST + "/ in it");
    }
    List<Path> files = TaskFiles.in(path.resolve(TRAIN), ".json");
    if (files.isEmpty()) {
      throw InputException.in(path.resolve(TRAIN), "no .json file in this directory");
    }
    List<Task> tasks = new ArrayList<>();
    for (Path file : files) {
      tasks.add(task(path, TaskFiles.fileName(file), options));
    }
    String name = options.name().orElse(TaskNames.from(TaskFiles.baseName(path)));
    return new TaskCollection(name, tasks);
  }

  private static Task task(Path root, String fileName, ReadOptions options) {
    Path train = root.resolve(TRAIN).resolve(fileName);
    Path test = root.resolve(TEST).resolve(fileName);
    if (!Files.exists(test)) {
      throw InputException.in(test, "no such file: every task of induce/ needs its test examples");
    }
    Splits splits =
        new Splits(examples(train, options.seed()), List.of(), examples(test, options.seed()));
    List<String> annotations = annotations(root.resolve(ANNOTATIONS).resolve(fileName));
    String name = TaskFiles.baseName(train);
    Map<String, String> extra =
        annotations.isEmpty() ? Map.of() : Map.of(ANNOTATIONS, Json.line(annotations));
    Task task =
        TaskFiles.undeclared(
            train,
            TaskNames.from(name),
            annotations.stream().max(Comparator.comparingInt(String::length)).orElse(""),
            List.of(),
            List.of(),
            splits,
            new TaskInfo("Instruction Induction", "", List.of(), List.of("English"), extra),
            options);
    if (task.isClassification()) {
      return task;
    }
    return task.withMetric(
        FREE_ANSWERS.contains(name) ? MetricSpec.TOKEN_F1 : LabelInference.exact(splits.all()));
  }

  private static List<String> annotations(Path file) {
    return Files.exists(file)
        ? JsonField.document(file).get("annotations").items().stream()
            .map(item -> item.text().strip())
            .toList()
        : List.of();
  }

  private static List<Example> examples(Path file, long seed) {
    JsonField list = JsonField.document(file).get("examples");
    List<Example> examples = new ArrayList<>();
    for (String key : list.names()) {
      examples.add(example(list.get(key), new Seeds(seed)));
    }
    if (examples.isEmpty()) {
      throw list.error("no examples: give at least one");
    }
    return examples;
  }

  private static Example example(JsonField item, Seeds seeds) {
    if (item.has("cause")) {
      return causeAndEffect(item.get("cause").text(), item.get("effect").text(), seeds);
    }
    if (item.has("concept")) {
      Set<String> outputs = new LinkedHashSet<>(List.of(item.get("concept").text()));
      item.find("all_common_concepts").ifPresent(all -> outputs.addAll(all.scalars()));
      String input = String.join(", ", item.get("items").scalars());
      return new Example(input, List.copyOf(outputs), Map.of());
    }
    Set<String> outputs = new LinkedHashSet<>(List.of(item.get("output").scalar()));
    Map<String, String> attributes = new TreeMap<>();
    for (String name : item.names()) {
      JsonField field = item.get(name);
      if (ALTERNATIVES.contains(name)) {
        outputs.addAll(field.scalars());
      } else if (field.node().isValueNode() && !Set.of("input", "output").contains(name)) {
        attributes.put(name, field.scalar());
      }
    }
    return new Example(item.get("input").text(), List.copyOf(outputs), attributes);
  }

  private static Example causeAndEffect(String cause, String effect, Seeds seeds) {
    boolean causeFirst = seeds.generator("cause-first " + cause + effect).nextBoolean();
    String input =
        causeFirst
            ? "Sentence 1: " + cause + " Sentence 2: " + effect
            : "Sentence 1: " + effect + " Sentence 2: " + cause;
    return Example.of(input, cause);
  }
}
