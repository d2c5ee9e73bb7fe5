package dev.chiron.code.programsynthesis;

import dev.chiron.code.execution.ErrorClass;
import dev.chiron.core.metric.PassAtK;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The measures of the paper over a set of problems.
 *
 * @param results one for each problem
 */
public record SynthesisReport(List<TaskResult> results) {
  public SynthesisReport {
    results = List.copyOf(results);
    if (results.isEmpty()) {
      throw new IllegalArgumentException("no problems");
    }
  }

  /** Share of problems that at least one sample solves, before any hint. */
  public double solvedByAny() {
    return results.stream().mapToInt(each -> each.solving() > 0 ? 1 : 0).average().orElse(0);
  }

  /** Share of samples that solve their problem. */
  public double shareSolving() {
    return results.stream()
        .flatMap(each -> each.samples().stream())
        .mapToInt(each -> each.solves() ? 1 : 0)
        .average()
        .orElse(0);
  }

  /** Mean over problems of the unbiased estimate; {@code k} at most the samples of a problem. */
  public double passAt(int k) {
    return results.stream()
        .mapToDouble(each -> PassAtK.estimate(each.samples().size(), each.solving(), k))
        .average()
        .orElse(0);
  }

  /** How many samples ended in each way. */
  public Map<ErrorClass, Integer> errors() {
    Map<ErrorClass, Integer> errors = new EnumMap<>(ErrorClass.class);
    for (ErrorClass each : ErrorClass.values()) {
      errors.put(each, 0);
    }
    samples().forEach(each -> errors.merge(each.error(), 1, Integer::sum));
    return errors;
  }

  /** Of the samples that end by an exception, how many by which. */
  public SortedMap<String, Integer> exceptions() {
    SortedMap<String, Integer> exceptions = new TreeMap<>();
    for (Sample each : samples()) {
      if (each.error() == ErrorClass.EXCEPTION) {
        String detail = each.detail();
        int colon = detail.indexOf(':');
        exceptions.merge(colon < 0 ? detail : detail.substring(0, colon), 1, Integer::sum);
      }
    }
    return exceptions;
  }

  /** Solving samples that fail the challenge tests or hold every expected value as a literal. */
  public int overfitted() {
    return (int) samples().stream().filter(Sample::overfits).count();
  }

  /** Share of problems solved after at most 0, 1, … hints. */
  public List<Double> solvedAfterHints() {
    int turns = results.stream().mapToInt(each -> each.hints().size()).max().orElse(0);
    List<Double> shares = new ArrayList<>();
    for (int hints = 0; hints <= turns; hints++) {
      int most = hints;
      shares.add(
          results.stream()
              .mapToInt(each -> each.solvedAfter() >= 0 && each.solvedAfter() <= most ? 1 : 0)
              .average()
              .orElse(0));
    }
    return shares;
  }

  /** Tokens asked and answered, hints included. */
  public long tokens() {
    return results.stream().mapToLong(TaskResult::tokens).sum();
  }

  private List<Sample> samples() {
    return results.stream().flatMap(each -> each.samples().stream()).toList();
  }
}
