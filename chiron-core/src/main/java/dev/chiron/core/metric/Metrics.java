package dev.chiron.core.metric;

import dev.chiron.core.error.InputException;
import dev.chiron.core.task.MetricSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;

/**
 * Metrics by name.
 *
 * <ul>
 *   <li>{@code exact-match}: 1 if equal under {@linkplain Normalization#same Natural Instructions'
 *       normalisation}
 *   <li>{@code accuracy}: 1 if equal but for case and white space
 *   <li>{@code macro-f1}: {@link MacroF1}
 *   <li>{@code token-f1}: {@link TokenF1}, as SQuAD has it
 *   <li>{@code rouge-1}, {@code rouge-2}, {@code rouge-l}: {@link Rouge}; option {@code stem}, true
 *       unless told otherwise, as Natural Instructions' evaluation has it
 *   <li>{@code calibration-error}: {@link CalibrationError}; option {@code bins}, 15
 *   <li>{@code brier}: {@link Brier}
 *   <li>{@code game-of-24}: {@link GameOf24}; option {@code target}, 24
 *   <li>{@code pass@k}: {@link PassAtK}; option {@code k}, 1
 * </ul>
 */
public final class Metrics {
  /** Every name that {@link #of} knows. */
  public static final List<String> NAMES =
      List.of(
          "exact-match",
          "accuracy",
          "macro-f1",
          "token-f1",
          "rouge-1",
          "rouge-2",
          "rouge-l",
          "calibration-error",
          "brier",
          "game-of-24",
          "pass@k");

  private static final Map<String, Set<String>> OPTIONS =
      Map.of(
          "rouge-1", Set.of("stem"),
          "rouge-2", Set.of("stem"),
          "rouge-l", Set.of("stem"),
          "calibration-error", Set.of("bins"),
          "game-of-24", Set.of("target"),
          "pass@k", Set.of("k"));

  private Metrics() {}

  /** The metric for a task without labels. */
  public static Metric of(MetricSpec spec) {
    return of(spec, List.of());
  }

  /**
   * The metric for a task.
   *
   * @param labels of a classification task, else empty
   * @throws InputException if the name, an option or its value is unknown
   */
  public static Metric of(MetricSpec spec, List<String> labels) {
    Set<String> known = OPTIONS.getOrDefault(spec.name(), Set.of());
    for (String option : spec.options().keySet()) {
      if (NAMES.contains(spec.name()) && !known.contains(option)) {
        throw new InputException(
            "metric " + spec.name() + ": unknown option '" + option + "'; it has " + known);
      }
    }
    return switch (spec.name()) {
      case "exact-match" ->
          new BestReference("exact-match", (a, b) -> Normalization.same(a, b) ? 1 : 0);
      case "accuracy" -> new BestReference("accuracy", Metrics::sameButForCase);
      case "macro-f1" -> new MacroF1(labels);
      case "token-f1" -> new BestReference("token-f1", TokenF1::of);
      case "rouge-1" -> rouge(spec, (rouge, a, b) -> rouge.n(1, a, b));
      case "rouge-2" -> rouge(spec, (rouge, a, b) -> rouge.n(2, a, b));
      case "rouge-l" -> rouge(spec, Rouge::l);
      case "calibration-error" -> new CalibrationError(integer(spec, "bins", 15));
      case "brier" -> new Brier();
      case "game-of-24" -> new GameOf24(integer(spec, "target", 24));
      case "pass@k" -> new PassAtK(integer(spec, "k", 1));
      default ->
          throw new InputException("unknown metric '" + spec.name() + "': use one of " + NAMES);
    };
  }

  /** A metric that compares the output with one reference at a time and keeps the best. */
  private record BestReference(String name, ToDoubleBiFunction<String, String> comparison)
      implements Metric {
    @Override
    public double score(Answered answer) {
      return answer.references().stream()
          .mapToDouble(reference -> comparison.applyAsDouble(answer.output(), reference))
          .max()
          .orElseThrow();
    }
  }

  @FunctionalInterface
  private interface RougeVariant {
    double of(Rouge rouge, String output, String reference);
  }

  private static Metric rouge(MetricSpec spec, RougeVariant variant) {
    Rouge rouge = new Rouge(flag(spec, "stem", true));
    return new BestReference(spec.name(), (a, b) -> variant.of(rouge, a, b));
  }

  private static double sameButForCase(String output, String reference) {
    return Normalization.caseless(output).equals(Normalization.caseless(reference)) ? 1 : 0;
  }

  /** Whether an answer names one of its references, as {@code accuracy} has it. */
  static boolean isRight(Answered answer) {
    return answer.references().stream()
        .anyMatch(reference -> sameButForCase(answer.output(), reference) > 0);
  }

  private static int integer(MetricSpec spec, String option, int otherwise) {
    String text = spec.options().getOrDefault(option, Integer.toString(otherwise));
    try {
      int value = Integer.parseInt(text);
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the message that serves both mistakes.
    }
    throw new InputException(
        "metric " + spec.name() + ": option '" + option + "' must be a positive whole number");
  }

  private static boolean flag(MetricSpec spec, String option, boolean otherwise) {
    String text = spec.options().getOrDefault(option, Boolean.toString(otherwise));
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new InputException(
              "metric " + spec.name() + ": option '" + option + "' must be true or false");
    };
  }
}
