package dev.chiron.data.pool;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a pool is made of, task by task. One pass; memory grows with the tasks, and by eight bytes
 * an example for the count of repeated ones.
 *
 * @param tasks in the order of their first example
 * @param repeated examples whose text has stood before, by a hash of 64 bits
 */
public record Composition(List<TaskPart> tasks, long repeated) {
  /**
   * One task's share.
   *
   * @param sourceWords in front of the answers, all together
   * @param answerWords of the answers, all together
   */
  public record TaskPart(
      String collection,
      String category,
      String task,
      long examples,
      long sourceWords,
      long answerWords) {
    private TaskPart plus(long moreExamples, long moreSource, long moreAnswer) {
      return new TaskPart(
          collection,
          category,
          task,
          examples + moreExamples,
          sourceWords + moreSource,
          answerWords + moreAnswer);
    }
  }

  public Composition {
    tasks = List.copyOf(tasks);
  }

  public static Composition of(InstructionSet set) {
    Map<List<String>, TaskPart> parts = new LinkedHashMap<>();
    Set<Long> seen = new HashSet<>();
    long repeated = 0;
    for (int i = 0; i < set.size(); i++) {
      InstructionExample each = set.get(i);
      String source = each.source();
      parts.compute(
          List.of(each.collection(), each.task()),
          (key, part) ->
              (part == null
                      ? new TaskPart(each.collection(), each.category(), each.task(), 0, 0, 0)
                      : part)
                  .plus(1, words(source), words(each.output())));
      repeated += seen.add(hash(each.text())) ? 0 : 1;
    }
    return new Composition(new ArrayList<>(parts.values()), repeated);
  }

  @JsonProperty
  public long examples() {
    return tasks.stream().mapToLong(TaskPart::examples).sum();
  }

  /** The same with whole categories or collections as parts, the largest first. */
  public List<TaskPart> by(Function<TaskPart, String> name) {
    return tasks.stream()
        .collect(Collectors.groupingBy(name, LinkedHashMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(
            entry -> {
              TaskPart sum =
                  new TaskPart(
                      entry.getValue().getFirst().collection(), "", entry.getKey(), 0, 0, 0);
              for (TaskPart part : entry.getValue()) {
                sum = sum.plus(part.examples, part.sourceWords, part.answerWords);
              }
              return sum;
            })
        .sorted(Comparator.comparingLong(TaskPart::examples).reversed())
        .toList();
  }

  /**
   * The effective number of tasks, exp of the entropy of their shares: their number if all are
   * alike, less where few of them have most of the examples.
   */
  @JsonProperty
  public double effectiveTasks() {
    double all = examples();
    double entropy = 0;
    for (TaskPart part : tasks) {
      double share = part.examples / all;
      entropy -= share * Math.log(share);
    }
    return Math.exp(entropy);
  }

  private static long words(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? 0 : stripped.split("\\s+").length;
  }

  /** 64-bit FNV-1a. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
