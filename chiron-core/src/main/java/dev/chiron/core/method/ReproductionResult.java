package dev.chiron.core.method;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.chiron.core.run.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A reproduction's outcome: the document in {@code reproductions/<id>.json}.
 *
 * @param baseline for each value its mean and its values by seed
 * @param measured for each value its mean and its values by seed
 * @param cpuSeconds processor time of this process while it was measured
 */
@JsonPropertyOrder({
  "id",
  "paper",
  "profile",
  "claim",
  "criterion",
  "seeds",
  "baseline",
  "measured",
  "passed",
  "cpuSeconds",
  "version",
  "notes"
})
public record ReproductionResult(
    String id,
    String paper,
    String profile,
    String claim,
    String criterion,
    List<Long> seeds,
    SortedMap<String, Value> baseline,
    SortedMap<String, Value> measured,
    boolean passed,
    double cpuSeconds,
    String version,
    String notes) {

  /** A value over the seeds. */
  public record Value(double mean, List<Double> bySeed) {
    static Value of(List<Double> bySeed) {
      double sum = bySeed.stream().mapToDouble(Double::doubleValue).sum();
      return new Value(sum / bySeed.size(), List.copyOf(bySeed));
    }
  }

  /** Judges the measurements, one for each of the reproduction's seeds. */
  public static ReproductionResult of(
      Reproduction reproduction,
      Reproduction.Profile profile,
      List<Measurement> measurements,
      double cpuSeconds) {
    return new ReproductionResult(
        reproduction.id(),
        reproduction.paper(),
        profile.name().toLowerCase(Locale.ROOT),
        reproduction.claim(),
        reproduction.criterion(),
        List.copyOf(reproduction.seeds(profile)),
        overSeeds(measurements, Measurement::baseline),
        overSeeds(measurements, Measurement::measured),
        reproduction.holds(measurements),
        cpuSeconds,
        Version.NUMBER,
        reproduction.notes());
  }

  private static SortedMap<String, Value> overSeeds(
      Collection<Measurement> measurements, Function<Measurement, Map<String, Double>> side) {
    SortedMap<String, List<Double>> lists = new TreeMap<>();
    for (Measurement measurement : measurements) {
      side.apply(measurement)
          .forEach((name, value) -> lists.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    }
    SortedMap<String, Value> values = new TreeMap<>();
    lists.forEach((name, list) -> values.put(name, Value.of(list)));
    return values;
  }
}
