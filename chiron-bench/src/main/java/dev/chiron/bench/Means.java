package dev.chiron.bench;

import dev.chiron.core.method.Measurement;
import java.util.List;
import java.util.Objects;

/** Means over the seeds, of measured values and of the baseline's. */
public record Means(List<Measurement> measurements) {
  public static Means of(List<Measurement> measurements) {
    return new Means(measurements);
  }

  /**
   * The mean of a value.
   *
   * @param name of a measured value, or else of one of the baseline
   */
  public double of(String name) {
    return measurements.stream()
        .mapToDouble(
            m ->
                Objects.requireNonNull(
                    m.measured().containsKey(name)
                        ? m.measured().get(name)
                        : m.baseline().get(name),
                    name))
        .average()
        .orElseThrow();
  }
}
