package dev.chiron.core.method;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one seed of a reproduction measured, by name.
 *
 * @param baseline the values of what is compared with
 * @param measured the values of the method
 */
public record Measurement(Map<String, Double> baseline, Map<String, Double> measured) {
  public Measurement {
    baseline = Collections.unmodifiableMap(new TreeMap<>(baseline));
    measured = Collections.unmodifiableMap(new TreeMap<>(measured));
  }
}
