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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * BIG-Bench Hard (Suzgun and others, 2022, arXiv 2210.09261): {@code {canary, examples: [{input,
 * target}]}} a file, or a directory of such files.
 *
 * <p>A {@code cot-prompts/<task>.txt} beside the file gives the instruction (its first paragraph)
 * and demonstrations, whose worked reasoning becomes the explanation. The labels are the options
 * that the inputs list: the letters {@code (A)}, {@code (B)}, … over all inputs, or the dashed
 * options where every input lists the same ones; without options {@link LabelInference} decides.
 */
final class BigBenchHardFormat implements TaskFormat {
  private static final Pattern LETTERED = Pattern.compile("(?m)^(\\([A-Z]\\)) ");
  private static final Pattern DASHED = Pattern.compile("(?m)^- (.+?)\\s*$");
  private static final Pattern SHOT =
      Pattern.compile("(?s)Q: (.*?)\\nA: (.*?)(?=\\n\\s*\\nQ: |\\s*\\z)");
  private static final Pattern ANSWER = Pattern.compile("(?s)^(.*)[Ss]o the answer is (.+?)\\.?$");

  @Override
  public String name() {
    return "bbh";
  }

  @Override
  public String summary() {
    return "BIG-Bench Hard: a JSON file of input and target pairs, or a directory of them";
  }

  @Override
  public boolean detects(Path path) {
    if (Files.isDirectory(path)) {
      List<Path> files = TaskFiles.in(path, ".json");
      return !files.isEmpty() && detects(files.getFirst());
    }
    if (!TaskFiles.named(path, ".json")) {
      return false;
    }
    Set<String> keys = TaskFiles.topLevelKeys(path);
    return keys.equals(Set.of("canary", "examples")) || keys.equals(Set.of("examples"));
  }

  @Override
  public TaskCollection read(Path path, ReadOptions options) {
    return TaskFiles.readEach(path, options, this::readFile, ".json");
  }

  private Task readFile(Path file, ReadOptions options) {
    JsonField root = JsonField.document(file);
    JsonField list = root.get("examples");
    List<Example> examples = new ArrayList<>();
    for (JsonField item : list.items()) {
      examples.add(Example.of(item.get("input").text(), item.get("target").scalar().strip()));
    }
    if (examples.isEmpty()) {
      throw list.error("no examples: give at least one");
    }
    String prompt = prompt(file);
    Map<String, String> extra =
        root.find("canary").map(c -> Map.of("canary", c.text())).orElse(Map.of());
    Task task =
        TaskFiles.undeclared(
            file,
            options.name().orElse(TaskNames.from(TaskFiles.baseName(file))),
            instruction(prompt),
            demonstrations(prompt),
            List.of(),
            new Splits(examples, List.of(), List.of()),
            new TaskInfo("BIG-Bench Hard", "reasoning", List.of(), List.of("English"), extra),
            options.withCompleteSplits(false));
    List<String> labels = options(examples);
    if (options.labels().isEmpty() && !labels.isEmpty()) {
      task = task.withLabels(labels).withMetric(MetricSpec.ACCURACY);
    } else if (!task.isClassification()) {
      // The benchmark judges every task by exact match, however long its answers are.
      task = task.withMetric(LabelInference.exact(examples));
    }
    return TaskFiles.complete(task, options);
  }

  /** The closed set of options that the inputs list and the targets come from; none if open. */
  private static List<String> options(List<Example> examples) {
    Set<String> letters = new TreeSet<>();
    Set<Set<String>> dashed = new HashSet<>();
    for (Example example : examples) {
      int start = example.input().indexOf("Options:");
      String block = start < 0 ? "" : example.input().substring(start);
      LETTERED.matcher(block).results().forEach(match -> letters.add(match.group(1)));
      Set<String> texts = new TreeSet<>();
      DASHED.matcher(block).results().forEach(match -> texts.add(match.group(1)));
      dashed.add(texts);
    }
    if (examples.stream().allMatch(e -> letters.contains(e.output()))) {
      return List.copyOf(letters);
    }
    Set<String> same = dashed.size() == 1 ? dashed.iterator().next() : Set.of();
    return examples.stream().allMatch(e -> same.contains(e.output()))
        ? List.copyOf(same)
        : List.of();
  }

  private static String prompt(Path file) {
    Path prompts = file.resolveSibling("cot-prompts").resolve(TaskFiles.baseName(file) + ".txt");
    if (!Files.exists(prompts)) {
      return "";
    }
    String text = SourceText.readAll(prompts).replace("\r\n", "\n");
    int rule = text.indexOf("-----\n");
    return rule < 0 ? text : text.substring(rule + "-----\n".length());
  }

  private static String instruction(String prompt) {
    int end = prompt.indexOf("\n\n");
    return (end < 0 ? prompt : prompt.substring(0, end)).strip();
  }

  private static List<Demonstration> demonstrations(String prompt) {
    List<Demonstration> demonstrations = new ArrayList<>();
    SHOT.matcher(prompt)
        .results()
        .forEach(
            shot -> {
              Matcher answer = ANSWER.matcher(shot.group(2).strip());
              if (answer.matches()) {
                demonstrations.add(
                    new Demonstration(
                        shot.group(1).strip(), answer.group(2).strip(), answer.group(1).strip()));
              }
            });
    return demonstrations;
  }
}
