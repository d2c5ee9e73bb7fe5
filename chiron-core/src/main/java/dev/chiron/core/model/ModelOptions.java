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
  /** The setting that is a secret. */
  public static final String API_KEY = "apiKey";

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

  public ModelOptions withSetting(String key, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(key, value);
    return new ModelOptions(device, cache, more);
  }

  /** The settings that may be shown and stored: all but the API key. */
  public Map<String, String> publicSettings() {
    Map<String, String> shown = new TreeMap<>(settings);
    shown.remove(API_KEY);
    return java.util.Collections.unmodifiableMap(shown);
  }

  /** Without the API key: options end up in logs. */
  @Override
  public String toString() {
    return "ModelOptions[device="
        + device
        + ", cache="
        + cache
        + ", settings="
        + publicSettings()
        + "]";
  }
}
