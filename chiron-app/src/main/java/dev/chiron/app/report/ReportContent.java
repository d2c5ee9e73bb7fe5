package dev.chiron.app.report;

import dev.chiron.core.adaptation.AdaptationResult;
import dev.chiron.core.adaptation.MethodResult;
import dev.chiron.core.evaluation.Evaluation;
import dev.chiron.core.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a report shows.
 *
 * @param chosen the chosen predictor's evaluation on test
 * @param evaluations every method's evaluation on test, by id
 * @param reproduce the command that made the result
 * @param use the command that uses the predictor
 * @param made when, for people
 */
public record ReportContent(
    Task task,
    AdaptationResult result,
    Evaluation chosen,
    Map<String, Evaluation> evaluations,
    String reproduce,
    String use,
    String made) {
  /** The methods that gave a predictor. */
  List<MethodResult> done() {
    return result.methods().stream()
        .filter(method -> method.status() == MethodResult.Status.DONE)
        .toList();
  }

  MethodResult best() {
    return result.method(result.chosen());
  }

  /** The plain prompt, if it was among the methods. */
  Optional<MethodResult> plain() {
    return done().stream().filter(method -> method.id().equals("zero-shot")).findFirst();
  }

  /** A score that is there for what is done. */
  static double value(@org.jspecify.annotations.Nullable Double score) {
    return score == null ? 0 : score;
  }
}
