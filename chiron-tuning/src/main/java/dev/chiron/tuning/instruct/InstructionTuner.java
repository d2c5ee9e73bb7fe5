package dev.chiron.tuning.instruct;

import dev.chiron.core.error.InputException;
import dev.chiron.core.io.AtomicFiles;
import dev.chiron.core.io.Json;
import dev.chiron.core.model.LanguageModel;
import dev.chiron.core.random.Seeds;
import dev.chiron.core.run.Progress;
import dev.chiron.core.run.Run;
import dev.chiron.core.task.Task;
import dev.chiron.core.task.TaskCollection;
import dev.chiron.core.task.TaskSplit;
import dev.chiron.data.encoding.InstructionEncoding;
import dev.chiron.data.encoding.SourceEncoding;
import dev.chiron.data.instruct.CrossTask;
import dev.chiron.data.instruct.CrossTaskReport;
import dev.chiron.data.instruct.InstructionTuning;
import dev.chiron.nn.local.LocalLanguageModel;
import dev.chiron.nn.training.TrainerConfig;
import dev.chiron.nn.training.TrainingResult;
import dev.chiron.nn.weights.Parameters;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Tunes a local model on tasks, measures it before and after on tasks that it was not tuned on, and
 * writes it.
 *
 * <pre>
 * model/  or  adapter/        the tuned model, or the adapter in PEFT's layout
 * splits/train_tasks.txt      names, as Natural Instructions keeps them
 * splits/test_tasks.txt
 * report.json                 the outcome
 * </pre>
 */
public final class InstructionTuner {
  private final Settings settings;
  private final Seeds seeds;

  /**
   * @param encoding how sources are written
   * @param heldOut what is measured on
   * @param perTask most training instances of a task
   * @param measured most instances of a held-out task that are measured
   * @param epochs over the training instances
   * @param batchSize instances of a step
   * @param rank of the adapter; 0 tunes all weights
   * @param learningRate at its peak, for a model of width 1, as fine-tuning has it: divided by the
   *     width
   */
  public record Settings(
      SourceEncoding encoding,
      HeldOutTasks heldOut,
      int perTask,
      int measured,
      double epochs,
      int batchSize,
      int rank,
      double learningRate) {
    /** For all weights: half of what one task is tuned at, since many tasks take more steps. */
    public static final double FULL_RATE = 0.13;

    /** For an adapter of rank 16. */
    public static final double ADAPTER_RATE = 0.5;
  }

  /**
   * What came of it.
   *
   * @param trainedOn how many tasks
   * @param trainingLoss of the last step
   * @param before the untuned model on the held-out tasks
   * @param after the tuned model on them
   * @param withoutInstruction the tuned model on them, given the inputs alone
   */
  public record Outcome(
      String model,
      int trainedOn,
      int heldOut,
      long steps,
      double trainingLoss,
      CrossTaskReport before,
      CrossTaskReport after,
      CrossTaskReport withoutInstruction) {}

  public InstructionTuner(Settings settings, Seeds seeds) {
    this.settings = settings;
    this.seeds = seeds;
  }

  /**
   * Tunes, measures and writes.
   *
   * @throws InputException if the model's weights are not at hand
   */
  public Outcome tune(
      LanguageModel model, TaskCollection tasks, Run run, Path target, Progress progress) {
    LocalLanguageModel base = TunedWeights.base(model);
    TaskSplit split = settings.heldOut().of(tasks, seeds.child("held out"));
    CrossTaskReport before = report(base, settings.encoding(), split, run, "before", progress);
    Outcome outcome =
        new TunedWeights(settings.rank(), seeds.child("adapter"), target)
            .tune(
                base,
                (tuned, trained) -> train(tuned, trained, split, run, progress),
                (tuned, training) -> outcome(base, tuned, split, before, training, run, progress));
    names(split.train(), target.resolve("splits/train_tasks.txt"));
    names(split.test(), target.resolve("splits/test_tasks.txt"));
    AtomicFiles.write(target.resolve("report.json"), Json.pretty(outcome));
    return outcome;
  }

  private TrainingResult train(
      LocalLanguageModel tuned, Parameters trained, TaskSplit split, Run run, Progress progress) {
    int instances =
        split.train().tasks().stream()
            .mapToInt(task -> Math.min(settings.perTask(), task.splits().train().size()))
            .sum();
    long steps = Math.max(1, Math.round(settings.epochs() * instances / settings.batchSize()));
    TrainerConfig trainer =
        TunedWeights.trainer(
            tuned, settings.learningRate(), steps, settings.batchSize(), seeds.derive("order"));
    return new InstructionTuning(settings.encoding(), settings.perTask(), trainer)
        .train(tuned, trained, split.train(), run.child("training"), seeds, progress);
  }

  private Outcome outcome(
      LocalLanguageModel base,
      LocalLanguageModel tuned,
      TaskSplit split,
      CrossTaskReport before,
      TrainingResult training,
      Run run,
      Progress progress) {
    return new Outcome(
        base.info().name(),
        split.train().tasks().size(),
        split.test().tasks().size(),
        training.steps(),
        training.trainingLoss(),
        before,
        report(tuned, settings.encoding(), split, run, "after", progress),
        report(tuned, InstructionEncoding.NONE, split, run, "without instruction", progress));
  }

  private CrossTaskReport report(
      LocalLanguageModel model,
      SourceEncoding encoding,
      TaskSplit split,
      Run run,
      String name,
      Progress progress) {
    int longest =
        split.test().tasks().stream()
            .flatMap(task -> task.splits().all().stream())
            .mapToInt(each -> model.countTokens(" " + each.output()))
            .max()
            .orElse(1);
    return new CrossTask(encoding, settings.measured(), Math.min(128, longest + longest / 2 + 2))
        .report(
            model,
            split.test(),
            seeds.child("measured"),
            run.child("report " + name),
            progress.under(name));
  }

  private static void names(TaskCollection tasks, Path file) {
    AtomicFiles.write(
        file, tasks.tasks().stream().map(Task::name).collect(Collectors.joining("\n", "", "\n")));
  }
}
