package dev.chiron.bench.prompting;

import dev.chiron.core.method.Measurement;
import java.util.List;
import java.util.Objects;

/** Means over the seeds, of measured values and of the baseline's. */
record Means(List<Measurement> measurements) {
  static Means of(List<Measurement> measurements) {
    return new Means(measurements);
  }

  double of(String name) {
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
