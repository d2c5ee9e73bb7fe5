package dev.chiron.app.report;

import dev.chiron.core.adaptation.Adaptation;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.statistics.Bootstrap;
import dev.chiron.core.statistics.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a method stands over many adaptations.
 *
 * @param id of the method
 * @param adaptations that it gave a predictor in
 * @param test mean score on test: over the seeds of each task, then over the tasks
 * @param interval its 95 % bootstrap interval over tasks; over seeds where there is one task
 * @param gain mean of what it gains over the plain prompt in the same adaptations; null where that
 *     did not run
 * @param gainInterval likewise
 * @param calls mean of one adaptation, finding and reporting
 * @param tokens likewise
 * @param seconds likewise
 */
public record MethodStanding(
    String id,
    int adaptations,
    double test,
    Interval interval,
    @Nullable Double gain,
    @Nullable Interval gainInterval,
    double calls,
    double tokens,
    double seconds) {
  /** The standings of all methods that gave a predictor at least once, in their order. */
  static List<MethodStanding> of(List<AdaptationTable.Row> rows) {
    List<String> ids =
        rows.stream()
            .flatMap(row -> row.methods().stream())
            .filter(score -> score.test() != null)
            .map(AdaptationTable.Score::id)
            .distinct()
            .toList();
    return ids.stream().map(id -> of(id, rows)).toList();
  }

  private static MethodStanding of(String id, List<AdaptationTable.Row> rows) {
    Map<String, List<Double>> scores = new LinkedHashMap<>();
    Map<String, List<Double>> gains = new LinkedHashMap<>();
    List<AdaptationTable.Score> own = new ArrayList<>();
    for (AdaptationTable.Row row : rows) {
      for (AdaptationTable.Score score : row.methods()) {
        Double test = score.test();
        if (score.id().equals(id) && test != null) {
          own.add(score);
          scores.computeIfAbsent(row.task(), t -> new ArrayList<>()).add(test);
          Double plain = row.zeroShot();
          if (plain != null && !id.equals(Adaptation.ZERO_SHOT)) {
            gains.computeIfAbsent(row.task(), t -> new ArrayList<>()).add(test - plain);
          }
        }
      }
    }
    return new MethodStanding(
        id,
        own.size(),
        mean(units(scores.values())),
        interval(units(scores.values()), id),
        gains.isEmpty() ? null : mean(units(gains.values())),
        gains.isEmpty() ? null : interval(units(gains.values()), id),
        own.stream().mapToLong(AdaptationTable.Score::calls).average().orElse(0),
        own.stream().mapToLong(AdaptationTable.Score::tokens).average().orElse(0),
        own.stream().mapToDouble(AdaptationTable.Score::seconds).average().orElse(0));
  }

  /** What is resampled: the tasks' means over seeds, or the seeds where there is one task. */
  private static double[] units(Collection<List<Double>> byTask) {
    return byTask.size() == 1
        ? byTask.iterator().next().stream().mapToDouble(Double::doubleValue).toArray()
        : byTask.stream()
            .mapToDouble(
                seeds -> seeds.stream().mapToDouble(Double::doubleValue).average().orElse(0))
            .toArray();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static Interval interval(double[] values, String id) {
    return Bootstrap.STANDARD.percentile(values, new Seeds(0).generator("standing of " + id));
  }
}
