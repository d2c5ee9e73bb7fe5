package dev.chiron.core.task.format;

import dev.chiron.core.task.Example;
import dev.chiron.core.task.MetricSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Whether the outputs of a source that declares no labels form a closed set.
 *
 * <p>They do when there are {@value #FEWEST} to {@value #MOST} different first outputs, each of
 * them given at least {@value #TIMES} times, on one line and at most {@value #LENGTH} characters
 * long. The rule errs to the side of generation: an answer set with rare members (titles of a few
 * films, names, numbers) is not closed, since the next example may hold a new one; labels that are
 * rare can be declared. On the 242 prompt templates of P3 it keeps every yes/no, sentiment, topic,
 * rating and option-letter template that has both answers, and none that asks for names or titles.
 */
final class LabelInference {
  static final int FEWEST = 2;
  static final int MOST = 20;
  static final int TIMES = 5;
  static final int LENGTH = 40;

  /** The longest answers, by median words, that are judged by exact match. */
  private static final int SHORT_ANSWER_WORDS = 4;

  /** A number that would be another one without its punctuation. */
  private static final Pattern SIGNED =
      Pattern.compile("-\\d[-\\d.,:/]*|\\d+[-.,:/]\\d[-\\d.,:/]*");

  private LabelInference() {}

  /** The labels in alphabetical order; none if the set is not closed. */
  static List<String> infer(Collection<Example> examples) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Example example : examples) {
      String output = example.output();
      if (output.isBlank() || output.length() > LENGTH || output.indexOf('\n') >= 0) {
        return List.of();
      }
      counts.merge(output, 1, Integer::sum);
      if (counts.size() > MOST) {
        return List.of();
      }
    }
    boolean closed =
        counts.size() >= FEWEST && counts.values().stream().allMatch(count -> count >= TIMES);
    return closed ? List.copyOf(counts.keySet()) : List.of();
  }

  /**
   * The metric of a source that names none: accuracy for labels, {@link #exact} where at least half
   * of the answers are at most four words, else ROUGE-L.
   */
  static MetricSpec metric(List<String> labels, Collection<Example> examples) {
    if (!labels.isEmpty()) {
      return MetricSpec.ACCURACY;
    }
    long brief =
        examples.stream()
            .filter(e -> e.output().strip().split("\\s+").length <= SHORT_ANSWER_WORDS)
            .count();
    return 2 * brief >= examples.size() ? exact(examples) : MetricSpec.ROUGE_L;
  }

  /**
   * Exact match, which overlooks punctuation; accuracy, which does not, where answers are numbers
   * with a sign or a point, since -35 is not 35.
   */
  static MetricSpec exact(Collection<Example> examples) {
    return examples.stream().anyMatch(e -> SIGNED.matcher(e.output().strip()).matches())
        ? MetricSpec.ACCURACY
        : MetricSpec.EXACT_MATCH;
  }
}
