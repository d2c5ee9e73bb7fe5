package dev.chiron.core.task.format;

import dev.chiron.core.error.InputException;
import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import dev.chiron.core.task.Splits;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Few-shot classification sets: {@code <set>/<shots>-<seed>/train.tsv} and {@code dev.tsv}, and
 * {@code <set>/test.tsv} for all of them; each a header ({@code text} or {@code sentence}, {@code
 * label}) and lines of text, tab, label. The layout of LM-BFF (Gao and others, 2021, arXiv
 * 2012.15723) and of those who followed it.
 *
 * <p>The path is a folder of one seed (a task), of a set (a task a seed, {@code sst-2-16-13}), or
 * of several sets. Number labels become words: for the sets that are known below, or as told by
 * {@link ReadOptions#labelWords}.
 */
final class FewShotFormat implements TaskFormat {
  private static final Pattern SEED_FOLDER = Pattern.compile("\\d+-\\d+");
  private static final List<String> POLARITY = List.of("negative", "positive");

  /** What is known about a set: the words of the labels 0, 1, … and what is asked. */
  private record KnownSet(List<String> words, String instruction) {}

  private static final Map<String, KnownSet> KNOWN =
      Map.of(
          "agnews",
          new KnownSet(
              List.of("World", "Sports", "Business", "Sci/Tech"),
              "Name the section that this news text belongs to: World, Sports, Business or"
                  + " Sci/Tech."),
          "sst-5",
          new KnownSet(
              List.of("very negative", "negative", "neutral", "positive", "very positive"),
              "Rate the sentiment of this sentence from a film review: very negative, negative,"
                  + " neutral, positive or very positive."),
          "sst-2",
          polarity("sentence from a film review"),
          "mr",
          polarity("sentence from a film review"),
          "cr",
          polarity("sentence from a product review"));

  private static KnownSet polarity(String text) {
    return new KnownSet(POLARITY, "Say whether this " + text + " is negative or positive.");
  }

  @Override
  public String name() {
    return "few-shot";
  }

  @Override
  public String summary() {
    return "folders <shots>-<seed> with train.tsv and dev.tsv, test.tsv beside them";
  }

  @Override
  public boolean detects(Path path) {
    return Files.isDirectory(path) && !seedFolders(path).isEmpty();
  }

  /** The folders of seeds that a path is or holds, at most two levels down. */
  private static List<Path> seedFolders(Path path) {
    if (SEED_FOLDER.matcher(TaskFiles.fileName(path)).matches()) {
      return List.of(path);
    }
    try (Stream<Path> walk = Files.find(path, 2, (p, a) -> a.isDirectory())) {
      return walk.filter(p -> SEED_FOLDER.matcher(TaskFiles.fileName(p)).matches())
          .filter(p -> Files.exists(p.resolve("train.tsv")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw SourceText.unreadable(path, e);
    }
  }

  @Override
  public TaskCollection read(Path path, ReadOptions options) {
    TaskFiles.requireExists(path);
    List<Path> folders = Files.isDirectory(path) ? seedFolders(path) : List.of();
    if (folders.isEmpty()) {
      throw InputException.in(path, "no folder <shots>-<seed> with a train.tsv in it");
    }
    List<Task> tasks = new ArrayList<>();
    for (Path folder : folders) {
      tasks.add(task(folder.toAbsolutePath().normalize(), folders.size() == 1, options));
    }
    String name = TaskNames.from(TaskFiles.baseName(path));
    return new TaskCollection(options.name().orElse(name), tasks);
  }

  private static Task task(Path folder, boolean alone, ReadOptions options) {
    Path test = folder.resolveSibling("test.tsv");
    String set = TaskFiles.fileName(folder.resolveSibling("."));
    KnownSet known = KNOWN.getOrDefault(set.toLowerCase(Locale.ROOT), new KnownSet(List.of(), ""));
    List<String> words =
        options.labels().isEmpty() && options.labelWords().isEmpty()
            ? known.words()
            : options.labels();
    Splits splits =
        new Splits(
            read(folder.resolve("train.tsv"), words, options),
            read(folder.resolve("dev.tsv"), words, options),
            read(test, words, options));
    TreeSet<String> seen = new TreeSet<>();
    splits.all().forEach(example -> seen.add(example.output()));
    String name = TaskNames.from(set + "-" + TaskFiles.fileName(folder));
    return new Task(
        alone ? options.name().orElse(name) : name,
        options.instruction().orElse(known.instruction()),
        List.of(),
        List.of(),
        words.isEmpty() ? List.copyOf(seen) : words,
        splits,
        MetricSpec.ACCURACY,
        TaskInfo.of(set, "classification"));
  }

  private static List<Example> read(Path file, List<String> words, ReadOptions options) {
    TaskFiles.requireExists(file);
    List<Example> examples = new ArrayList<>();
    SourceText.lines(
        file,
        (number, line) -> {
          String[] cells = line.split("\t", -1);
          if (cells.length != 2) {
            throw InputException.in(
                file, number, cells.length + " cells where text and label should be");
          }
          if (number > 1) {
            examples.add(
                Example.of(unquoted(cells[0]), label(file, number, cells[1], words, options)));
          } else if (!cells[1].strip().equals("label")) {
            throw InputException.in(file, 1, "label", "the header should be text, tab, label");
          }
        });
    if (examples.isEmpty()) {
      throw InputException.in(file, "the split is empty: give at least one example");
    }
    return examples;
  }

  private static String label(
      Path file, long line, String cell, List<String> words, ReadOptions options) {
    String label = options.labelWords().getOrDefault(cell.strip(), cell.strip());
    if (words.isEmpty() || words.contains(label)) {
      return label;
    }
    if (label.matches("\\d{1,6}") && Integer.parseInt(label) < words.size()) {
      return words.get(Integer.parseInt(label));
    }
    throw InputException.in(file, line, "label", TaskFiles.unknownLabel(label, words));
  }

  /** Without the quotes of a table writer: they surround the text, and those inside are doubled. */
  private static String unquoted(String cell) {
    if (cell.length() < 2 || !cell.startsWith("\"") || !cell.endsWith("\"")) {
      return cell;
    }
    String inside = cell.substring(1, cell.length() - 1);
    return inside.replace("\"\"", "").contains("\"") ? cell : inside.replace("\"\"", "\"");
  }
}
