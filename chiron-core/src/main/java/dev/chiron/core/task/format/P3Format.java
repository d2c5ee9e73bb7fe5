package dev.chiron.core.task.format;

import dev.chiron.core.task.Example;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lines of the Public Pool of Prompts (Sanh and others, 2022, arXiv 2110.08207): {@code {template,
 * input, output}} a line, plain or gzip. Each template is a task. It has no instruction, since the
 * template has put that into every input; {@link LabelInference} says which templates are
 * classification.
 */
final class P3Format implements TaskFormat {
  private static final Set<String> FIELDS = Set.of("template", "input", "output");

  @Override
  public String name() {
    return "p3";
  }

  @Override
  public String summary() {
    return "prompt templates: JSONL of template, input and output, one task a template";
  }

  @Override
  public boolean detects(Path path) {
    return !Files.isDirectory(path)
        && TaskFiles.named(path, ".jsonl", ".jsonl.gz")
        && TaskFiles.topLevelKeys(path).equals(FIELDS);
  }

  @Override
  public TaskCollection read(Path path, ReadOptions options) {
    TaskFiles.requireExists(path);
    Map<String, List<Example>> templates = new LinkedHashMap<>();
    SourceText.lines(
        path,
        (number, line) -> {
          if (line.isBlank()) {
            return;
          }
          JsonField row = JsonField.ofLine(path, number, line);
          String input = row.get("input").text();
          String output = row.get("output").scalar();
          templates
              .computeIfAbsent(row.get("template").text(), t -> new ArrayList<>())
              .add(Example.of(input, options.labelWords().getOrDefault(output, output)));
        });
    if (templates.isEmpty()) {
      throw SourceText.empty(path);
    }
    Set<String> taken = new HashSet<>();
    List<Task> tasks = new ArrayList<>();
    templates.forEach(
        (template, examples) ->
            tasks.add(
                task(path, TaskNames.unique(TaskNames.from(template), taken), examples, options)));
    String name = options.name().orElse(TaskNames.from(TaskFiles.baseName(path)));
    return new TaskCollection(name, tasks);
  }

  private static Task task(Path file, String name, List<Example> examples, ReadOptions options) {
    String category = LabelInference.infer(examples).isEmpty() ? "generation" : "classification";
    return TaskFiles.undeclared(
        file,
        name,
        "",
        List.of(),
        List.of(),
        new Splits(examples, List.of(), List.of()),
        TaskInfo.of("P3", category),
        options);
  }
}
