package dev.chiron.core.adaptation;

import dev.chiron.core.budget.Budget;
import dev.chiron.core.evaluation.Evaluator;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.model.ModelOptions;
import dev.chiron.core.random.Seeds;
import java.util.Optional;

/**
 * The terms of an adaptation, the same for every method.
 *
 * @param budget of all methods together, finding and reporting included; each gets an equal share
 * @param seeds of everything random
 * @param devExamples the most examples of dev that methods choose by and are compared on; the first
 *     ones of a shuffled dev
 * @param testExamples the most examples of test that methods are reported on, likewise
 * @param evaluator how predictors are evaluated
 * @param options for opening saved predictors
 * @param proposer a model that writes instructions for the methods that ask for them; if there is
 *     none, the model that is adapted does
 */
public record AdaptationSettings(
    Budget budget,
    Seeds seeds,
    int devExamples,
    int testExamples,
    Evaluator evaluator,
    ModelOptions options,
    Optional<LanguageModel> proposer) {
  /** Enough that the standard error of an accuracy on dev is at most 4.5 points. */
  public static final int DEFAULT_DEV = 128;

  /** Enough that the standard error of an accuracy on test is at most 2.3 points. */
  public static final int DEFAULT_TEST = 500;

  public static AdaptationSettings of(Budget budget, long seed, ModelOptions options) {
    return new AdaptationSettings(
        budget,
        new Seeds(seed),
        DEFAULT_DEV,
        DEFAULT_TEST,
        Evaluator.STANDARD,
        options,
        Optional.empty());
  }

  /** The same with other limits. */
  public AdaptationSettings withExamples(int dev, int test) {
    return new AdaptationSettings(budget, seeds, dev, test, evaluator, options, proposer);
  }

  /** The same with another model writing instructions. */
  public AdaptationSettings withProposer(Optional<LanguageModel> other) {
    return new AdaptationSettings(
        budget, seeds, devExamples, testExamples, evaluator, options, other);
  }
}
