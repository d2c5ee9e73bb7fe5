package dev.chiron.core.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How to open a model.
 *
 * @param device {@code cpu} or {@code cuda}
 * @param cache where remote answers are kept; empty for no cache
 * @param settings provider-specific: {@code baseUrl}, {@code apiKey}, {@code concurrency}, …
 */
public record ModelOptions(String device, Optional<Path> cache, Map<String, String> settings) {
  public static final ModelOptions DEFAULT = new ModelOptions("cpu", Optional.empty(), Map.of());

  public ModelOptions {
    settings = java.util.Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  public Optional<String> setting(String key) {
    return Optional.ofNullable(settings.get(key));
  }

  public ModelOptions withCache(Path file) {
    return new ModelOptions(device, Optional.of(file), settings);
  }
}
