package dev.chiron.core.adaptation;

import dev.chiron.core.budget.Spend;
import dev.chiron.core.evaluation.Evaluation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A method's result with what it rests on; evaluations are there if the method is done. */
record MethodTrial(
    MethodResult result,
    @Nullable Evaluation devOrNull,
    @Nullable Evaluation testOrNull,
    @Nullable RuntimeException cause) {
  static MethodTrial unsuitable(String id, String reason) {
    return new MethodTrial(
        MethodResult.without(id, MethodResult.Status.UNSUITABLE, reason, Spend.NOTHING),
        null,
        null,
        null);
  }

  static MethodTrial failed(String id, String reason, Spend spent, RuntimeException cause) {
    return new MethodTrial(
        MethodResult.without(id, MethodResult.Status.FAILED, reason, spent), null, null, cause);
  }

  boolean isDone() {
    return result.status() == MethodResult.Status.DONE;
  }

  Evaluation dev() {
    return Objects.requireNonNull(devOrNull, "only what is done was evaluated");
  }

  Evaluation test() {
    return Objects.requireNonNull(testOrNull, "only what is done was evaluated");
  }
}
