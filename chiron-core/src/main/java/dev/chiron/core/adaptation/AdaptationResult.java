package dev.chiron.core.adaptation;

import java.util.List;

/**
 * What an adaptation found: the document of {@code chiron adapt --json}.
 *
 * @param task name of the task
 * @param model name of the model
 * @param metric name of the metric
 * @param methods in the order in which they ran
 * @param chosen id of the method that is best on dev
 * @param predictor where the best predictor is saved
 * @param report where the report stands; empty before one is written
 */
public record AdaptationResult(
    String task,
    String model,
    String metric,
    List<MethodResult> methods,
    String chosen,
    String predictor,
    String report) {
  public AdaptationResult {
    methods = List.copyOf(methods);
  }

  public AdaptationResult withReport(String place) {
    return new AdaptationResult(task, model, metric, methods, chosen, predictor, place);
  }

  /** The result of one method. */
  public MethodResult method(String id) {
    return methods.stream()
        .filter(method -> method.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no method '" + id + "' ran"));
  }
}
