package dev.chiron.core.task;

import java.util.Map;
import java.util.TreeMap;

/**
 * The metric that a task is judged by, by name, such as {@code exact-match} or {@code rouge-l}.
 *
 * @param options what the metric may be told, such as {@code k} of {@code pass@k}
 */
public record MetricSpec(String name, Map<String, String> options) {
  public static final MetricSpec EXACT_MATCH = of("exact-match");
  public static final MetricSpec ACCURACY = of("accuracy");
  public static final MetricSpec MACRO_F1 = of("macro-f1");
  public static final MetricSpec TOKEN_F1 = of("token-f1");
  public static final MetricSpec ROUGE_L = of("rouge-l");

  public MetricSpec {
    options = java.util.Collections.unmodifiableMap(new TreeMap<>(options));
  }

  public static MetricSpec of(String name) {
    return new MetricSpec(name, Map.of());
  }
}
