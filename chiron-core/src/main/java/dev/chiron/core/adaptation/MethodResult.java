package dev.chiron.core.adaptation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chiron.core.budget.Spend;
import dev.chiron.core.evaluation.Comparison;
import dev.chiron.core.statistics.Interval;
import org.jspecify.annotations.Nullable;

/**
 * How one method fared.
 *
 * @param id of the method
 * @param status whether there is a predictor to report on
 * @param reason why not, in words; empty if there is
 * @param dev score on dev
 * @param devInterval its 95 % interval
 * @param test score on test
 * @param testInterval its 95 % interval
 * @param calls spent in all: finding the predictor, and reporting on dev and test
 * @param tokens likewise
 * @param seconds likewise
 * @param money likewise
 * @param finding the part that finding the predictor took
 * @param againstZeroShot test beside the plain prompt's; absent for the plain prompt itself
 * @param adjusted the permutation test's p-value after Benjamini and Hochberg's correction over the
 *     methods
 * @param predictor where the predictor is saved; empty if there is none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record MethodResult(
    String id,
    Status status,
    String reason,
    @Nullable Double dev,
    @Nullable Interval devInterval,
    @Nullable Double test,
    @Nullable Interval testInterval,
    long calls,
    long tokens,
    double seconds,
    double money,
    Spend finding,
    @Nullable Comparison againstZeroShot,
    @Nullable Double adjusted,
    String predictor) {
  /** What came of a method. */
  public enum Status {
    DONE,
    /** It cannot serve this task with this model, and was not tried. */
    UNSUITABLE,
    /** It was tried and gave no predictor, or none that could be reported on. */
    FAILED
  }

  static MethodResult without(String id, Status status, String reason, Spend spent) {
    return new MethodResult(
        id,
        status,
        reason,
        null,
        null,
        null,
        null,
        spent.usage().calls(),
        spent.usage().tokens(),
        spent.seconds(),
        spent.money(),
        spent,
        null,
        null,
        "");
  }

  MethodResult compared(@Nullable Comparison comparison, @Nullable Double pValue) {
    return new MethodResult(
        id,
        status,
        reason,
        dev,
        devInterval,
        test,
        testInterval,
        calls,
        tokens,
        seconds,
        money,
        finding,
        comparison,
        pValue,
        predictor);
  }
}
