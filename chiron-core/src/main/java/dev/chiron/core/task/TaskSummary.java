package dev.chiron.core.task;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one should know of a task before working with it: sizes, lengths, labels, and what looks
 * wrong.
 *
 * @param task its name
 * @param kind {@code classification} or {@code generation}
 * @param metric the metric's name
 * @param splits by split in the order train, dev, test
 * @param overlaps how many inputs of one split stand in another too, such as {@code train-test}
 * @param warnings one sentence for each thing that looks wrong; empty if nothing does
 */
public record TaskSummary(
    String task,
    String kind,
    String metric,
    String instruction,
    List<String> labels,
    Map<String, Part> splits,
    Map<String, Integer> overlaps,
    List<String> warnings) {
  /** A label is rare with less than this share of the training examples. */
  private static final double RARE = 0.02;

  /** A label dominates with more than this share of the training examples. */
  private static final double DOMINANT = 0.9;

  /** Fewer test examples than this leave a 95 % interval wider than about ±14 points. */
  private static final int FEW_TEST_EXAMPLES = 50;

  /**
   * One split.
   *
   * @param inputLength in characters
   * @param outputLength of first outputs, in characters
   * @param duplicates examples whose input stood before in the same split
   * @param conflicts inputs that stand with different first outputs
   * @param emptyInputs inputs that are blank
   * @param labels how often each label is the first output; empty for generation
   */
  public record Part(
      int size,
      Length inputLength,
      Length outputLength,
      int duplicates,
      int conflicts,
      int emptyInputs,
      Map<String, Integer> labels) {}

  /** Nearest-rank percentiles; all 0 for an empty split. */
  public record Length(int min, int median, int p90, int p99, int max) {
    static Length of(List<String> texts) {
      int[] lengths =
          texts.stream().mapToInt(text -> text.codePointCount(0, text.length())).sorted().toArray();
      return new Length(
          rank(lengths, 0),
          rank(lengths, 50),
          rank(lengths, 90),
          rank(lengths, 99),
          rank(lengths, 100));
    }

    private static int rank(int[] sorted, int percent) {
      if (sorted.length == 0) {
        return 0;
      }
      return sorted[Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.length) - 1)];
    }
  }

  public static TaskSummary of(Task task) {
    Map<String, Part> parts = new LinkedHashMap<>();
    Map<Split, Set<String>> keys = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<Example> examples = task.splits().part(split);
      parts.put(nameOf(split), part(task, examples));
      Set<String> inputs = new HashSet<>();
      examples.forEach(example -> inputs.add(Splitter.key(example.input())));
      keys.put(split, inputs);
    }
    Map<String, Integer> overlaps = new LinkedHashMap<>();
    overlap(overlaps, keys, Split.TRAIN, Split.DEV);
    overlap(overlaps, keys, Split.TRAIN, Split.TEST);
    overlap(overlaps, keys, Split.DEV, Split.TEST);
    return new TaskSummary(
        task.name(),
        task.isClassification() ? "classification" : "generation",
        task.metric().name(),
        task.instruction(),
        task.labels(),
        parts,
        overlaps,
        warnings(task, parts, overlaps));
  }

  private static String nameOf(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }

  private static Part part(Task task, List<Example> examples) {
    Map<String, Integer> labels = new LinkedHashMap<>();
    task.labels().forEach(label -> labels.put(label, 0));
    Map<String, String> outputs = new HashMap<>();
    Set<String> conflicting = new HashSet<>();
    int duplicates = 0;
    int empty = 0;
    for (Example example : examples) {
      String key = Splitter.key(example.input());
      empty += key.isEmpty() ? 1 : 0;
      String before = outputs.putIfAbsent(key, example.output());
      if (before != null) {
        duplicates++;
        if (!before.equals(example.output())) {
          conflicting.add(key);
        }
      }
      labels.computeIfPresent(example.output(), (label, count) -> count + 1);
    }
    return new Part(
        examples.size(),
        Length.of(examples.stream().map(Example::input).toList()),
        Length.of(examples.stream().map(Example::output).toList()),
        duplicates,
        conflicting.size(),
        empty,
        labels);
  }

  private static void overlap(
      Map<String, Integer> overlaps, Map<Split, Set<String>> keys, Split left, Split right) {
    Set<String> both = new HashSet<>(keys.getOrDefault(left, Set.of()));
    both.retainAll(keys.getOrDefault(right, Set.of()));
    overlaps.put(nameOf(left) + "-" + nameOf(right), both.size());
  }

  private static List<String> warnings(
      Task task, Map<String, Part> parts, Map<String, Integer> overlaps) {
    List<String> warnings = new ArrayList<>();
    if (task.instruction().isBlank() && task.positives().isEmpty()) {
      warnings.add("there is no instruction: zero-shot prompts hold only the input");
    }
    parts.forEach((name, part) -> aboutPart(name, part, warnings));
    overlaps.forEach(
        (pair, count) -> {
          if (count > 0) {
            warnings.add(count + " inputs stand in both splits of " + pair);
          }
        });
    int test = task.splits().test().size();
    if (test > 0 && test < FEW_TEST_EXAMPLES) {
      warnings.add("only " + test + " test examples: scores will have wide intervals");
    }
    if (task.isClassification()) {
      aboutLabels(task, warnings);
    } else if (distinctOutputs(task) == 1) {
      warnings.add("every output is the same: there is nothing to learn");
    }
    return warnings;
  }

  private static void aboutPart(String name, Part part, List<String> warnings) {
    if (part.size() == 0) {
      warnings.add("the split " + name + " is empty");
    }
    if (part.emptyInputs() > 0) {
      warnings.add(part.emptyInputs() + " inputs of " + name + " are blank");
    }
    if (part.duplicates() > 0) {
      warnings.add(part.duplicates() + " examples of " + name + " repeat an input");
    }
    if (part.conflicts() > 0) {
      warnings.add(part.conflicts() + " inputs of " + name + " stand with different outputs");
    }
  }

  private static void aboutLabels(Task task, List<String> warnings) {
    List<Example> train = task.splits().train();
    Map<String, Integer> counts = new TreeMap<>();
    train.forEach(example -> counts.merge(example.output(), 1, Integer::sum));
    for (String label : task.labels()) {
      int count = counts.getOrDefault(label, 0);
      if (!train.isEmpty() && count == 0) {
        warnings.add("no training example has the label '" + label + "'");
      } else if (count > 0 && count < RARE * train.size()) {
        warnings.add("the label '" + label + "' is rare: " + count + " of " + train.size());
      } else if (count > DOMINANT * train.size()) {
        warnings.add("the label '" + label + "' dominates: " + count + " of " + train.size());
      }
    }
  }

  private static long distinctOutputs(Task task) {
    return task.splits().all().stream().map(Example::output).distinct().count();
  }
}
