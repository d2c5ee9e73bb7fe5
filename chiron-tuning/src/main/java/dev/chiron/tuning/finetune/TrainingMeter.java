package dev.chiron.tuning.finetune;

import dev.chiron.core.budget.BudgetMeter;
import dev.chiron.core.model.Price;
import dev.chiron.core.model.Usage;
import dev.chiron.nn.training.TrainingSet;
import java.util.stream.IntStream;

/**
 * Charges each training step to a budget: the tokens of an average batch, so that methods that
 * train and methods that prompt are compared on equal terms. A step that does not fit ends the
 * training.
 */
final class TrainingMeter implements Runnable {
  private final BudgetMeter budget;
  private final long tokensPerStep;

  TrainingMeter(BudgetMeter budget, TrainingSet examples, int batchSize) {
    this.budget = budget;
    double mean =
        IntStream.range(0, examples.size()).mapToLong(examples::length).average().orElse(0);
    this.tokensPerStep = Math.round(mean * batchSize);
  }

  /**
   * Charges one step.
   *
   * @throws dev.chiron.core.budget.BudgetExhausted if the step does not fit
   */
  @Override
  public void run() {
    budget.reserve(0, tokensPerStep);
    budget.settle(0, tokensPerStep, new Usage(0, tokensPerStep, 0), Price.FREE);
  }
}
