package dev.chiron.tuning.instruct;

import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.data.encoding.InstructionEncoding;
import dev.chiron.data.instruct.CrossTask;
import dev.chiron.data.instruct.CrossTaskReport;
import dev.chiron.data.pool.InstructionSet;
import dev.chiron.data.pool.PoolTuning;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.training.TrainingResult;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;

/**
 * Tunes a local model on a pool and measures it before and after on tasks of the user's choice,
 * which are not trained on here. Writes {@code model/} or {@code adapter/}, and {@code
 * report.json}.
 *
 * @param rowLength tokens of a packed row; 0 for an example a row
 * @param measured most instances of a task that are measured
 * @param epochs over the pool
 * @param batchSize rows of a step
 * @param rank of the adapter; 0 tunes all weights
 * @param learningRate at its peak, divided by the model's width
 */
public record PoolTuner(
    int rowLength,
    int measured,
    double epochs,
    int batchSize,
    int rank,
    double learningRate,
    Seeds seeds) {
  private static final int ANSWER_TOKENS = 128;

  /**
   * What came of it.
   *
   * @param trainedOn how many examples
   * @param before the untuned model on the tasks
   * @param after the tuned model on them
   */
  public record Outcome(
      String model,
      int trainedOn,
      long steps,
      double trainingLoss,
      CrossTaskReport before,
      CrossTaskReport after) {}

  /**
   * Tunes, measures and writes.
   *
   * @param tasks that are measured; may be empty
   * @throws dev.chiron.core.error.InputException if the model's weights are not at hand
   */
  public Outcome tune(
      LanguageModel model,
      InstructionSet pool,
      TaskCollection tasks,
      Run run,
      Path target,
      Progress progress) {
    LocalLanguageModel base = TunedWeights.base(model);
    CrossTaskReport before = report(base, tasks, run, "before", progress);
    Outcome outcome =
        new TunedWeights(rank, seeds.child("adapter"), target)
            .tune(
                base,
                (tuned, trained) -> train(tuned, trained, pool, run, progress),
                (tuned, training) ->
                    new Outcome(
                        base.info().name(),
                        pool.size(),
                        training.steps(),
                        training.trainingLoss(),
                        before,
                        report(tuned, tasks, run, "after", progress)));
    AtomicFiles.write(target.resolve("report.json"), Json.pretty(outcome));
    return outcome;
  }

  private TrainingResult train(
      LocalLanguageModel tuned,
      Parameters trained,
      InstructionSet pool,
      Run run,
      Progress progress) {
    int rows =
        new PoolTuning(rowLength, TunedWeights.trainer(tuned, learningRate, 1, batchSize, 0))
            .rows(tuned, pool)
            .size();
    long steps = Math.max(1, Math.round(epochs * rows / batchSize));
    return new PoolTuning(
            rowLength,
            TunedWeights.trainer(tuned, learningRate, steps, batchSize, seeds.derive("order")))
        .train(tuned, trained, pool, run.child("training"), progress);
  }

  private CrossTaskReport report(
      LocalLanguageModel model, TaskCollection tasks, Run run, String name, Progress progress) {
    return new CrossTask(InstructionEncoding.DEFINITION, measured, ANSWER_TOKENS)
        .report(
            model,
            tasks,
            seeds.child("measured"),
            run.child("report " + name),
            progress.under(name));
  }
}
